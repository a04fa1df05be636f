import { Component, type ComponentChildren } from 'preact';

// Safe shows something else in the place of what cannot be drawn: one broken message never
// takes the others with it.
export class Safe extends Component<{ children: ComponentChildren; instead: ComponentChildren }, { broken?: boolean }> {
  static override getDerivedStateFromError = () => ({ broken: true });

  override render() {
    return this.state.broken ? this.props.instead : this.props.children;
  }
}
