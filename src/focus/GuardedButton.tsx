import type { ComponentProps } from "react";
import { useSavepoint } from "../hooks/savepoint.ts";
import { DialogButton, DialogButtonPrimary } from "../ui/decky-ui.ts";
import { useGuard } from "./GuardedDialog.tsx";

type Props = Omit<ComponentProps<typeof DialogButton>, "onClick"> & { isPrimary?: boolean; onPress(): void };

/** A button that decides about a save or a launch. */
export function GuardedButton({ isPrimary = false, onPress, style, ...props }: Props) {
  const { clock } = useSavepoint();
  const { guard, isOpen, noteEarly } = useGuard();
  const Button = isPrimary ? DialogButtonPrimary : DialogButton;
  const press = () => (guard.allows(clock.now()) ? onPress() : noteEarly());
  return <Button {...props} style={{ ...style, ...(isOpen ? {} : notYet) }} onClick={press} />;
}

const notYet = { opacity: 0.6 };
