// Runs before the widget: what a browser with Global Privacy Control would say, and the
// stub that takes calls until the widget is there.
if (new URLSearchParams(location.search).has('gpc'))
  Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });
window.Botifire =
  window.Botifire ||
  function () {
    (window.Botifire.q = window.Botifire.q || []).push(arguments);
  };
