/** The page needs two functions of React's DOM package, which ships without types. */
declare module "react-dom/client" {
  export function createRoot(container: Element): { render(node: import("react").ReactNode): void };
}

declare module "react-dom" {
  export function createPortal(
    children: import("react").ReactNode,
    container: Element,
  ): import("react").ReactPortal;
}
