//! Executed instructions instead of seconds: the session and the outbox as the browser runs them, in an interpreter
//! that counts. What a gesture costs must not tell what was answered: between two answers it differs by less than a quantum.
//!
//! The end is the exception: with the last response the whole sheet is scored, and once more when the student has the result
//! shown. Reading a sheet stops where nothing more can be read from it, so it costs up to four quanta more or less
//! (SECURITY.md).
//!
//! Compared is what leads from the same place to the same kind of screen. Where another screen comes (the help card, the
//! second look) it differs by design, and the screen itself tells (SECURITY.md).

use qinghe_content::{Locale, Mode, Pack, Tier};
use qinghe_tests::{blind::members::Member, dice::Dice, pack_of, people::choices, root};
use std::{collections::BTreeMap, path::PathBuf, process::Command};
use wasmi::{CompilationMode, Config, Engine, Instance, Linker, Memory, Module, Store, TypedFunc};

/// Instructions. A page that is not isolated reads its clock in steps of 0.1 ms (High Resolution Time), in which a
/// processor of a slow phone does a hundred thousand of them.
const QUANTUM: u64 = 100_000;

/// What scoring a whole sheet may differ by.
const SHEET: u64 = 4 * QUANTUM;

fn built() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    // Its own folder says for what and how it is built; the flags of this build are for this machine.
    build.current_dir(root().join("tests/fuel")).args(["build", "--quiet", "--locked", "--profile", "wasm"]);
    build.arg("--target-dir").arg(&target).env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTFLAGS");
    build.env_remove("CARGO_ENCODED_RUSTFLAGS");
    let done = build.output().expect("cargo runs");
    let why = String::from_utf8_lossy(&done.stderr);
    assert!(
        done.status.success(),
        "the core does not build for Wasm (`rustup component add rust-src`?): {why}"
    );
    target.join("wasm32-unknown-unknown/wasm/qinghe_fuel.wasm")
}

struct Core {
    store: Store<()>,
    memory: Memory,
    room: TypedFunc<u32, u32>,
    open: TypedFunc<(u32, u32), ()>,
    gesture: TypedFunc<(u32, u32), u32>,
    settle: TypedFunc<u32, ()>,
}

impl Core {
    fn new(engine: &Engine, module: &Module) -> Core {
        let mut store = Store::new(engine, ());
        store.set_fuel(u64::MAX).unwrap();
        let instance: Instance = Linker::new(engine).instantiate_and_start(&mut store, module).unwrap();
        Core {
            memory: instance.get_memory(&store, "memory").unwrap(),
            room: instance.get_typed_func(&store, "room").unwrap(),
            open: instance.get_typed_func(&store, "open").unwrap(),
            gesture: instance.get_typed_func(&store, "gesture").unwrap(),
            settle: instance.get_typed_func(&store, "settle").unwrap(),
            store,
        }
    }
}
/// What the exports of `tests/fuel` mean.
mod code {
    pub const NEXT: u32 = 0;
    pub const AGREE: u32 = 1;
    pub const HAND_IN: u32 = 3;
    pub const CLOSE: u32 = 4;
    pub const SHOW: u32 = 5;
    pub const SKIP: u32 = 7;
    pub const CHOOSE: u32 = 8;
    pub const SEES: u32 = 1;
    pub const CONSENT: u32 = 2;
    pub const ITEM: u32 = 3;
    pub const AGAIN: u32 = 4;
    pub const HELP: u32 = 5;
    pub const END: u32 = 6;
}

/// From which place to which screen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Step {
    /// Responses given so far.
    given: usize,
    from: u32,
    to: u32,
}

/// Instructions of every gesture of one sitting, from agreeing to the shown result.
fn sit(mut core: Core, pack: &[u8], member: &Member, leaks: bool) -> Vec<(Step, u64)> {
    let at = core.room.call(&mut core.store, u32::try_from(pack.len()).unwrap()).unwrap();
    core.memory.write(&mut core.store, usize::try_from(at).unwrap(), pack).unwrap();
    core.open.call(&mut core.store, (14, leaks.into())).unwrap();
    let (mut from, mut given, mut steps, mut shown) = (code::SEES, 0, Vec::new(), false);
    for nth in 1.. {
        let gesture = match from {
            code::SEES => code::NEXT,
            code::CONSENT => code::AGREE,
            code::ITEM => member.choices[given].map_or(code::SKIP, |option| code::CHOOSE + u32::from(option)),
            code::AGAIN => code::HAND_IN,
            code::HELP => code::CLOSE,
            code::END if !shown => code::SHOW,
            _ => return steps,
        };
        shown = from == code::END;
        let before = core.store.get_fuel().unwrap();
        let to = core.gesture.call(&mut core.store, (gesture, nth * 3_000)).unwrap();
        let cost = before - core.store.get_fuel().unwrap();
        steps.push((Step { given, from, to }, cost));
        given += usize::from(from == code::ITEM);
        core.settle.call(&mut core.store, nth * 3_000 + 40).unwrap();
        from = to;
    }
    steps
}

/// Least and most of every step over all who took it.
type Costs = BTreeMap<Step, (u64, u64)>;

fn costs(engine: &Engine, module: &Module, pack: &Pack, members: &[Member], leaks: bool) -> Costs {
    assert!(
        pack.battery.blocks.iter().all(|block| matches!(block.mode, Mode::Fixed) && block.ask_if.is_none())
    );
    let bytes = pack.encode().unwrap();
    let mut costs = Costs::new();
    for member in members {
        for (step, cost) in sit(Core::new(engine, module), &bytes, member, leaks) {
            let (least, most) = costs.entry(step).or_insert((cost, cost));
            (*least, *most) = (cost.min(*least), cost.max(*most));
        }
    }
    costs
}

/// So many of every tier that the battery has, and pairs that differ in one response.
fn members(pack: &Pack, dice: &mut Dice, each: usize) -> Vec<Member> {
    let options: Vec<usize> = pack
        .battery
        .blocks
        .iter()
        .flat_map(|block| {
            let instrument = &pack.instruments[usize::from(block.instrument)];
            block.items.iter().map(|item| {
                let set = instrument.items[usize::from(item.0)].response_set;
                instrument.response_sets[usize::from(set)].values.len()
            })
        })
        .collect();
    let offered = |mut choices: Vec<Option<u8>>| {
        for (choice, options) in choices.iter_mut().zip(&options) {
            *choice = choice.map(|option| option.min(u8::try_from(options - 1).unwrap()));
        }
        Member::of(pack, choices)
    };
    let mut found: Vec<Member> = Vec::new();
    for _ in 0..20_000 {
        let one = offered(choices(pack, dice));
        if found.iter().filter(|other| other.tier == one.tier).count() < each {
            found.push(one);
        }
    }
    for option in 0..4 {
        found.push(offered(vec![Some(option); options.len()]));
    }
    found.push(offered(vec![None; options.len()]));
    found
}

fn engine() -> Engine {
    // Translated at once: otherwise whoever is first to call a function pays for it.
    Engine::new(Config::default().consume_fuel(true).compilation_mode(CompilationMode::Eager))
}

/// Steps on which two answers are further apart than they may be.
fn tells(costs: &Costs) -> Vec<String> {
    let scored = |step: &Step| [code::AGAIN, code::END].contains(&step.to);
    let far = costs
        .iter()
        .filter(|(step, (least, most))| most - least > if scored(step) { SHEET } else { QUANTUM });
    far.map(|(step, (least, most))| format!("{step:?}: {least} to {most}")).collect()
}

#[test]
fn what_a_gesture_costs_does_not_tell_what_was_answered() {
    let engine = engine();
    let module = Module::new(&engine, std::fs::read(built()).unwrap()).unwrap();
    for battery in ["mood-and-anxiety", "junior"] {
        let pack = pack_of(battery, Locale::ZhHans);
        let members = members(&pack, &mut Dice::new(7), 8);
        for tier in Tier::ALL {
            let many = members.iter().filter(|member| member.tier == tier).count();
            assert!(many > 3, "{battery}: {many} of {tier:?}");
        }
        let found = costs(&engine, &module, &pack, &members, false);
        for (step, (least, most)) in &found {
            println!("{battery} {step:?}: {least} to {most}, {} apart", most - least);
        }
        let to = |screen| found.keys().any(|step| step.from == code::ITEM && step.to == screen);
        assert!([code::ITEM, code::HELP, code::END].into_iter().all(to), "{battery}: not every screen came");
        assert_eq!(tells(&found), Vec::<String>::new(), "{battery}");
        // A loop that runs longer for a higher option is seen, so others would be.
        let planted = costs(&engine, &module, &pack, &members[..6], true);
        assert!(!tells(&planted).is_empty(), "{battery}: a planted loop is not seen");
    }
}
