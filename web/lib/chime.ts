// chime plays short notes (Hz), made here: no file is fetched. Browsers are silent until
// somebody has touched the page, and that is as it should be.
export function chime(...pitches: number[]): void {
  try {
    const audio = new AudioContext();
    pitches.forEach((pitch, i) => {
      const note = audio.createOscillator();
      const volume = audio.createGain();
      const at = audio.currentTime + i * 0.12;
      note.frequency.value = pitch;
      volume.gain.setValueAtTime(0.07, at);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.2);
      note.connect(volume).connect(audio.destination);
      note.start(at);
      note.stop(at + 0.2);
    });
    setTimeout(() => void audio.close(), 1000);
  } catch {} // no sound here
}
