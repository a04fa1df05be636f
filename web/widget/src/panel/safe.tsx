import { Component, type ComponentChildren } from 'preact';

// Safe is an error boundary: it shows something else in the place of a broken message, which never
// takes the others with it.
export class Safe extends Component<{ children: ComponentChildren; instead: ComponentChildren }, { broken?: boolean }> {
  static override getDerivedStateFromError = () => ({ broken: true });

  override render() {
    return this.state.broken ? this.props.instead : this.props.children;
  }
}
