import { memo, type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import type { SteamApp } from "../../serve-decks.ts";
import { appDetailsClasses } from "../dfl/patching.ts";
import { focusFirst } from "../gamepad/move.ts";
import { asNode } from "../gamepad/nodes.ts";
import type { SteamStandIn } from "../steam-client.ts";
import { artOf, initialsOf } from "./app-art.ts";
import { menuOf } from "./app-menu.tsx";
import { isGone } from "./is-gone.ts";
import { PlayBar } from "./play-bar.tsx";
import { SessionChips, saveText } from "./session-chips.tsx";

/*
 * Steam's page of an app as plugins have found it (moondeck, hltb-for-deck, protondb-decky, romm-tender, 2025 and 2026): the
 * drawing function's tree holds an element whose only child has the overview; that child draws a container known by its
 * class, with the header in it and, behind a node of the gamepad, the panel that holds Play and everything below.
 */

/** What Steam knows of an app at once, and what it loads. */
interface PageProps {
  overview: { appid: number; display_name: string; app_type: number };
  app: SteamApp;
  steam: SteamStandIn;
}

type Details = { unAppID: number } | null;

/** Steam's `app_type` of a shortcut. */
const shortcutType = 1073741824;

export function appFrame(app: SteamApp | undefined, steam: SteamStandIn): ReactNode {
  if (app === undefined) return <div className="app-page-empty">This game is not on this Deck.</div>;
  const overview = { appid: app.appId, display_name: app.name, app_type: shortcutType };
  const page = <DetailsPage key={app.appId} overview={overview} app={app} steam={steam} />;
  return <div className="app-page">{isGone("overview") ? [page] : page}</div>;
}

const DetailsPage = memo(({ overview, app, steam }: PageProps) => {
  const details = useDetails(overview.appid);
  const panel = useRef<HTMLElement>(null);
  if (details === null) return <div className="app-page-empty">…</div>;
  const container = isGone("container") ? "" : appDetailsClasses.InnerContainer;
  const body = (
    <OverviewPanel
      key="panel"
      details={details}
      overview={overview}
      bFastRender={false}
      app={app}
      steam={steam}
    />
  );
  return (
    <div className="app-page-scroll">
      <div className={`${container} app-page-inner`}>
        <Header overview={overview} />
        <PanelNode childFocusDisabled={false} navRef={panel}>
          {isGone("panel") ? [body] : body}
        </PanelNode>
      </div>
    </div>
  );
});

/** Steam asks for an app's details when its page opens: what is drawn first holds none of the parts. */
function useDetails(appId: number): Details {
  const [details, setDetails] = useState<Details>(null);
  useEffect(() => {
    const timer = setTimeout(() => setDetails({ unAppID: appId }), 50);
    return () => clearTimeout(timer);
  }, [appId]);
  return details;
}

function Header({ overview: { display_name } }: Pick<PageProps, "overview">) {
  return (
    <div
      className={`${appDetailsClasses.Header} app-page-header`}
      style={{ background: artOf(display_name) }}
    >
      <span className="app-page-mark">{initialsOf(display_name)}</span>
      <span className="app-page-name">{display_name}</span>
    </div>
  );
}

/** The page is there before its parts are: Play takes the focus when it comes, unless something has it. */
function PanelNode(props: {
  childFocusDisabled: boolean;
  navRef: RefObject<HTMLElement | null>;
  children: ReactNode;
}) {
  const { navRef } = props;
  useEffect(() => {
    if (document.activeElement === document.body && navRef.current !== null) focusFirst(navRef.current);
  }, [navRef]);
  return <div {...asNode({}, false, props.navRef)}>{props.children}</div>;
}

/** Play has the focus on opening; its row and all below it are one part, which no plugin can put itself into. */
function OverviewPanel(props: PageProps & { details: Details; bFastRender: boolean }) {
  const { app, steam } = props;
  return (
    <div className="app-page-panel" {...asNode(menuOf(app, steam), false)}>
      <PlayBar app={app} steam={steam} />
      <div className="app-page-save">
        <div className="tile-save">{saveText(app.sessions.length)}</div>
        <SessionChips app={app} />
      </div>
    </div>
  );
}
