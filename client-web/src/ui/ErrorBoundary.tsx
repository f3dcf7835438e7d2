/* ErrorBoundary.tsx - a screen that fails says so, and can be drawn again; the session lives on underneath. */
import { Component, type ComponentChildren } from "preact";
import { common } from "../text/common.ts";

export class ErrorBoundary extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };
  override componentDidCatch(error: unknown): void {
    console.error(error);
    this.setState({ failed: true });
  }
  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div class="card" role="alert">
        <p>{common("failed")}</p>
        <button type="button" class="button" onClick={() => this.setState({ failed: false })}>
          {common("tryAgain")}
        </button>
      </div>
    );
  }
}
