// Input methods build words of several keys (Japanese, Chinese, Korean, accents): Enter takes a
// word, and Escape drops it, and neither is meant for the page.
const apart = 50; // ms; no person presses two keys as fast

// Safari ends the word before it tells of its key. The window may have elements by the names of
// its own methods, so that it is asked past them.
let ended = -Infinity;
EventTarget.prototype.addEventListener.call(window, 'compositionend', (e) => void (ended = e.timeStamp), true);

// builds tells whether a key went into the word that is being built.
export function builds(e: KeyboardEvent): boolean {
  return e.isComposing || e.keyCode === 229 || e.timeStamp - ended < apart;
}
