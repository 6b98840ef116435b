// What moves, sounds and stays awake. One animation of transform and opacity per rhythm, handed to the compositor whole;
// nothing here runs per frame.
const running = new WeakMap();
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let sound;
let awake;

function stop(node) {
  const old = running.get(node);
  if (old) old.cancel();
  running.delete(node);
}

// Frames of one cycle: `ends` are sizes (percent) at the end of each phase. Who asked for less motion sees it fade.
const frameOf = (size) => (calm.matches ? { opacity: 0.35 + (0.65 * size) / 100 } : { transform: `scale(${size / 100})`, opacity: 0.6 + (0.4 * size) / 100 });

export const moving = {
  // Moves `node` through `ends`, one phase after the other, again and again, from `at` milliseconds into the cycle on.
  pace(node, ends, lengths, at) {
    stop(node);
    if (!node.animate) return;
    const duration = lengths.reduce((sum, one) => sum + one, 0);
    let passed = 0;
    const frames = [{ ...frameOf(ends[ends.length - 1]), offset: 0, easing: "ease-in-out" }];
    lengths.forEach((length, nth) => {
      passed += length;
      frames.push({ ...frameOf(ends[nth]), offset: Math.min(1, passed / duration), easing: "ease-in-out" });
    });
    const animation = node.animate(frames, { duration, iterations: Infinity });
    animation.currentTime = at;
    running.set(node, animation);
  },

  // Empties a bar within `left` milliseconds of `all`.
  drain(node, left, all) {
    stop(node);
    if (!node.animate) return;
    const frames = [{ transform: `scaleX(${all ? left / all : 0})` }, { transform: "scaleX(0)" }];
    running.set(node, node.animate(frames, { duration: Math.max(1, left), fill: "forwards" }));
  },

  still(node) {
    stop(node);
  },

  // A soft wooden tick, higher where it goes up. Made here: no file, and nothing until somebody switches it on.
  tick(up) {
    try {
      sound = sound || new (window.AudioContext || window.webkitAudioContext)();
      if (sound.state === "suspended") sound.resume();
      const [tone, volume, now] = [sound.createOscillator(), sound.createGain(), sound.currentTime];
      tone.type = "sine";
      tone.frequency.setValueAtTime(up ? 523 : 392, now);
      volume.gain.setValueAtTime(0, now);
      volume.gain.linearRampToValueAtTime(0.12, now + 0.01);
      volume.gain.exponentialRampToValueAtTime(0.0005, now + 0.35);
      tone.connect(volume).connect(sound.destination);
      tone.start(now);
      tone.stop(now + 0.4);
    } catch (_) {
      // No sound here; the circle says the same.
    }
  },

  buzz: () => navigator.vibrate && navigator.vibrate(60),
  canBuzz: () => "vibrate" in navigator && matchMedia("(pointer: coarse)").matches,

  // Keeps the screen on while a run is on, where the browser can.
  async wake(on) {
    try {
      if (!on) {
        const old = awake;
        awake = undefined;
        if (old) await (await old).release();
      } else if (!awake && navigator.wakeLock) {
        awake = navigator.wakeLock.request("screen");
        (await awake).addEventListener("release", () => (awake = undefined));
      }
    } catch (_) {
      awake = undefined;
    }
  },
};
