import { Component, type ReactNode } from 'react';

// Safe is an error boundary around strangers' content: if a piece of it breaks, the page stays and says so
// in its place.
export class Safe extends Component<{ instead: ReactNode; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError = () => ({ broken: true });

  override render() {
    return this.state.broken ? this.props.instead : this.props.children;
  }
}
