//! Scripts of a page of its own, with everything that they import.

use super::esbuild;
use crate::{Done, place};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The scripts of a folder: what they import as `#name` is made here.
pub struct Scripts {
    folder: PathBuf,
    /// What the modules that are made here are called after.
    of: String,
    /// Where in the folder the scripts lie.
    inside: &'static str,
    aliases: Vec<(String, PathBuf)>,
}

impl Scripts {
    /// Scripts of `src/<folder>/js`, whose module's glue is `#pkg`.
    pub fn new(folder: &str, glue: &Path) -> Scripts {
        let aliases = vec![("pkg".to_owned(), glue.to_path_buf())];
        Scripts {
            folder: place::root().join("src").join(folder),
            inside: "js",
            of: folder.to_owned(),
            aliases,
        }
    }

    /// The same scripts for another page.
    pub fn of(mut self, page: &str) -> Scripts {
        page.clone_into(&mut self.of);
        self
    }

    /// With a script of ours as `#name`.
    pub fn with_file(mut self, name: &str, path: PathBuf) -> Scripts {
        self.aliases.push((name.to_owned(), path));
        self
    }

    /// Scripts of `www/<folder>/js`, which have no module.
    pub fn plain(folder: &str) -> Scripts {
        Scripts {
            folder: place::root().join("www").join(folder),
            inside: "js",
            of: folder.to_owned(),
            aliases: Vec::new(),
        }
    }

    /// Scripts of the folder `www/<folder>` itself, with a module.
    pub fn beside(folder: &str, glue: &Path) -> Scripts {
        let aliases = vec![("pkg".to_owned(), glue.to_path_buf())];
        Scripts { folder: place::root().join("www").join(folder), inside: "", of: folder.to_owned(), aliases }
    }

    /// With a module `#name` that gives `value`.
    pub fn with(mut self, name: &str, value: &Value) -> Done<Scripts> {
        let generated = place::staging().join("generated");
        fs::create_dir_all(&generated).map_err(|why| format!("{}: {why}", generated.display()))?;
        let path = generated.join(format!("{}-{name}.js", self.of));
        fs::write(&path, format!("export default {value};\n"))
            .map_err(|why| format!("{}: {why}", path.display()))?;
        self.aliases.push((name.to_owned(), path));
        Ok(self)
    }

    /// One script with everything it imports.
    pub fn bundle(&self, name: &str) -> Done<Vec<u8>> {
        self.bundle_with(name, Vec::new())
    }

    /// The same, with more arguments for esbuild.
    pub fn bundle_with(&self, name: &str, mut args: Vec<String>) -> Done<Vec<u8>> {
        let kept = ["destructuring", "dynamic-import", "import-meta"];
        args.extend(kept.iter().map(|name| format!("--supported:{name}=true")));
        args.extend(["--bundle", "--format=esm", "--drop:console", "--charset=utf8"].map(str::to_owned));
        args.extend(self.aliases.iter().map(|(from, to)| format!("--alias:#{from}={}", to.display())));
        args.push(self.folder.join(self.inside).join(name).display().to_string());
        esbuild(&args)
    }
}
