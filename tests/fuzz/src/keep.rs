//! `keep seeds READER FOLDER`: writes what a search begins with. `keep pack READER FOLDER`: keeps the files of
//! a folder, and nothing else. `keep try READER FILE…`: reads files once. `keep extremes`: reads every extreme
//! input of every reader, with time and memory.

use qinghe_fuzz::{
    readers::{Reader, extremes, kept, timed},
    seeds,
};
use std::{env, fs, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["seeds", reader, folder] => write(&seeds::of(named(reader).name), Path::new(folder)),
        ["unpack", reader, folder] => write(&kept::read(named(reader).name), Path::new(folder)),
        ["pack", reader, folder] => pack(&named(reader), Path::new(folder)),
        ["try", reader, files @ ..] => {
            for file in files {
                let bytes = fs::read(file).expect("the file can be read");
                tell(file, &named(reader), &bytes);
            }
        }
        ["extreme", reader, nth] => {
            let nth: usize = nth.parse().expect("the position of an extreme input");
            tell(nth.to_string().as_str(), &named(reader), &extremes::of(reader)[nth]);
        }
        ["extremes", readers @ ..] => {
            for reader in qinghe_fuzz::all() {
                if readers.is_empty() || readers.contains(&reader.name) {
                    every_extreme(&reader);
                }
            }
        }
        _ => {
            eprintln!(
                "keep seeds|unpack|pack READER FOLDER, keep try READER FILE…, keep extremes [READER…], keep extreme READER NTH"
            );
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn named(name: &str) -> Reader {
    qinghe_fuzz::reader(name).unwrap_or_else(|| {
        let all: Vec<&str> = qinghe_fuzz::all().iter().map(|reader| reader.name).collect();
        panic!("there is no reader `{name}`; there are {}", all.join(", "))
    })
}

fn write(inputs: &[Vec<u8>], folder: &Path) {
    fs::create_dir_all(folder).expect("the folder can be made");
    for (nth, input) in inputs.iter().enumerate() {
        fs::write(folder.join(format!("{nth:05}")), input).expect("the folder can be written");
    }
    println!("{} inputs", inputs.len());
}

fn pack(reader: &Reader, folder: &Path) {
    let files = fs::read_dir(folder).expect("the folder can be read").flatten();
    let mut inputs: Vec<Vec<u8>> =
        files.map(|file| fs::read(file.path()).expect("the file can be read")).collect();
    inputs.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    inputs.dedup();
    kept::write(reader.name, &inputs);
    println!(
        "{}: {} inputs, {} bytes",
        reader.name,
        inputs.len(),
        inputs.iter().map(Vec::len).sum::<usize>()
    );
}

fn every_extreme(reader: &Reader) {
    for (nth, input) in extremes::of(reader.name).iter().enumerate() {
        tell(&format!("{} {nth}", reader.name), reader, input);
    }
}

fn tell(name: &str, reader: &Reader, bytes: &[u8]) {
    let took = timed(|| (reader.check)(bytes));
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("").trim().to_owned();
    println!("{name}: {} bytes, {took:?}, {peak}", bytes.len());
}
