import { ConfirmModal, ModalRoot, showModal } from "./dialogs.tsx";
import {
  ButtonItem,
  box,
  DialogButton,
  DialogButtonPrimary,
  Field,
  Focusable,
  PanelSection,
  ProgressBarWithInfo,
  Spinner,
} from "./fields.tsx";
import { Dropdown, DropdownItem, SliderField, TextField, ToggleField } from "./inputs.tsx";
import { Menu, MenuItem, showContextMenu } from "./menus.tsx";
import { Navigation, useParams } from "./navigation.tsx";
import { SidebarNavigation, Tabs } from "./pages.tsx";
import {
  afterPatch,
  appDetailsClasses,
  createReactTreePatcher,
  fakeRenderComponent,
  findInReactTree,
  findModuleByExport,
} from "./patching.ts";

/** The value of `window.DFL`: what `@decky/ui` finds in Steam, as much of it as plugins like this one use. */
export const dfl = {
  PanelSection,
  PanelSectionRow: box("panel-section-row"),
  Field,
  ButtonItem,
  DialogButton,
  DialogButtonPrimary,
  Focusable,
  TextField,
  ToggleField,
  SliderField,
  Dropdown,
  DropdownItem,
  ProgressBarWithInfo,
  Spinner,
  ModalRoot,
  ConfirmModal,
  DialogHeader: box("dialog-header"),
  DialogBody: box("dialog-body"),
  DialogBodyText: box("dialog-body-text"),
  showModal,
  showContextMenu,
  Menu,
  MenuItem,
  Tabs,
  SidebarNavigation,
  Navigation,
  useParams,
  afterPatch,
  appDetailsClasses,
  createReactTreePatcher,
  fakeRenderComponent,
  findInReactTree,
  findModuleByExport,
};
