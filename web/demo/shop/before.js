// Runs before the widget: the answer of a browser with Global Privacy Control, and the
// stub that takes calls until the widget is there.
if (new URLSearchParams(location.search).has('gpc'))
  Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });
window.Botifire =
  window.Botifire ||
  function () {
    // biome-ignore lint: it is the stub of docs/widget.md
    (window.Botifire.q = window.Botifire.q || []).push(arguments);
  };
