// The page's document, read past the elements of the page: an image or a form that is called
// "cookie", "title" or "currentScript" hides the browser's property of that name on the
// document itself, but not on its prototype.
export const doc = new Proxy(document as Document & { readonly prerendering?: boolean }, {
  get(target, name) {
    const value: unknown = Reflect.get(Document.prototype, name, target);
    return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
  },
  set: (target, name, value) => Reflect.set(Document.prototype, name, value, target),
});

// onWindow listens on the window. Names of elements hide the methods that it has from EventTarget.
export const onWindow = EventTarget.prototype.addEventListener.bind(window) as typeof window.addEventListener;
