//! Two soft tones. A browser lets a page sound only after a gesture; pressing "open" is one.

use std::cell::{Cell, RefCell};
use web_sys::{AudioContext, AudioContextState, OscillatorType};

/// Whether an urgent message would be heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hearing {
    /// It would.
    On,
    /// The counsellor switched it off.
    Off,
    /// The browser still waits for a gesture, or has no audio.
    Blocked,
}

/// The bell of this page.
pub struct Sound {
    context: RefCell<Option<AudioContext>>,
    wanted: Cell<bool>,
}

impl Default for Sound {
    fn default() -> Sound {
        Sound { context: RefCell::new(None), wanted: Cell::new(true) }
    }
}

impl Sound {
    /// Asks the browser for sound. Call it inside a gesture.
    pub fn wake(&self) {
        let mut context = self.context.borrow_mut();
        if context.is_none() {
            *context = AudioContext::new().ok();
        }
        if let Some(context) = context.as_ref() {
            // The state is read again before every tone; nothing waits for this promise.
            let _resuming = context.resume();
        }
    }

    /// Whether a tone would be heard now.
    pub fn hearing(&self) -> Hearing {
        let running = |context: &AudioContext| context.state() == AudioContextState::Running;
        match (self.wanted.get(), self.context.borrow().as_ref().is_some_and(running)) {
            (false, _) => Hearing::Off,
            (true, true) => Hearing::On,
            (true, false) => Hearing::Blocked,
        }
    }

    /// Switches on or off; a blocked bell is woken instead. Call it inside a gesture.
    pub fn toggle(&self) {
        match self.hearing() {
            Hearing::On => self.wanted.set(false),
            Hearing::Off | Hearing::Blocked => {
                self.wanted.set(true);
                self.wake();
                self.chime();
            }
        }
    }

    /// Two soft tones, if they are wanted.
    pub fn chime(&self) {
        if self.wanted.get()
            && let Some(context) = self.context.borrow().as_ref()
        {
            let _silent_when_the_browser_refuses = tone(context, 0.0, 587.33, 0.9);
            let _silent_when_the_browser_refuses = tone(context, 0.38, 783.99, 1.4);
        }
    }
}

/// One sine with a soft beginning and a long end: seconds from now, hertz, seconds.
fn tone(context: &AudioContext, from: f64, hertz: f32, length: f64) -> Result<(), wasm_bindgen::JsValue> {
    let start = context.current_time() + from;
    let (voice, volume) = (context.create_oscillator()?, context.create_gain()?);
    voice.set_type(OscillatorType::Sine);
    voice.frequency().set_value(hertz);
    volume.gain().set_value_at_time(0.0001, start)?;
    volume.gain().exponential_ramp_to_value_at_time(0.16, start + 0.06)?;
    volume.gain().exponential_ramp_to_value_at_time(0.0001, start + length)?;
    voice.connect_with_audio_node(&volume)?;
    volume.connect_with_audio_node(&context.destination())?;
    voice.start_with_when(start)?;
    voice.stop_with_when(start + length)
}
