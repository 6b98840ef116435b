//! The walls of the house, each of them once as it stands and once broken: a check that was never seen
//! red proves nothing.

use qinghe_host::FIELDS;
use qinghe_tests::{
    root, text,
    walls::{
        Source, door,
        imports::{self, Graph, against_rules, against_table, table},
        run_time, sizes, sources, style, tidy,
    },
};

fn none(breaches: &[String]) {
    assert!(breaches.is_empty(), "{breaches:#?}");
}

fn says(breaches: &[String], wanted: &str) {
    assert!(breaches.iter().any(|breach| breach.contains(wanted)), "`{wanted}` is not among {breaches:#?}");
}

// Who may import whom.

#[test]
fn every_crate_imports_what_the_map_allows() {
    let table = table(&text("ARCHITECTURE.md")).unwrap();
    none(&against_table(&imports::graph(), &table));
}

#[test]
fn no_browser_below_ui_no_runtime_beside_the_gateway_no_parser_in_the_element() {
    none(&against_rules(&imports::graph()));
}

const MAP: &str = "```\nrun time    layer 0   content              wire\n            layer 1   scoring  → content\n            \
                   layer 2   element  → everything above but wire   (browser)\nschool side           gateway  → wire\n```";

fn graph(edges: &[(&str, &[&str])]) -> Graph {
    let mut graph = Graph::default();
    for (from, to) in edges {
        graph.edges.insert((*from).to_owned(), to.iter().map(|name| (*name).to_owned()).collect());
        if from.starts_with("qinghe-") {
            graph.members.insert((*from).to_owned());
        }
    }
    graph
}

#[test]
fn the_map_is_read_as_it_is_drawn() {
    let table = table(MAP).unwrap();
    let row = |name: &str| table[name].iter().map(String::as_str).collect::<Vec<_>>();
    assert!(row("content").is_empty() && row("wire").is_empty());
    assert_eq!(row("scoring"), ["content"]);
    assert_eq!(row("element"), ["content", "scoring"]);
    assert_eq!(row("gateway"), ["wire"]);
    assert!(imports::table("no block").is_err());
    assert!(imports::table(&MAP.replace("scoring ", "the scoring")).is_err(), "prose among the rows");
    assert!(imports::table(&MAP.replace("scoring ", "content ")).is_err(), "two rows for one crate");
}

#[test]
fn an_import_beside_the_map_is_seen() {
    let table = table(MAP).unwrap();
    let crates: &[(&str, &[&str])] = &[
        ("qinghe-content", &["serde"]),
        ("qinghe-wire", &["qinghe-content"]),
        ("qinghe-scoring", &["qinghe-content"]),
        ("qinghe-element", &["qinghe-wire"]),
        ("qinghe-extra", &[]),
    ];
    let breaches = against_table(&graph(crates), &table);
    for wanted in [
        "`wire` imports `content`",
        "`element` imports `wire`",
        "`extra` is not on the map",
        "`gateway` is on the map",
    ] {
        says(&breaches, wanted);
    }
    assert_eq!(breaches.len(), 4, "{breaches:?}");
}

#[test]
fn a_forbidden_package_is_seen_however_deep_it_is() {
    let crates: &[(&str, &[&str])] = &[
        ("qinghe-session", &["harmless"]),
        ("harmless", &["js-sys"]),
        ("qinghe-seal", &["web-sys"]),
        ("qinghe-element", &["lots"]),
        ("lots", &["more"]),
        ("more", &["toml", "annotate-snippets"]),
        ("qinghe-cli", &["tokio"]),
        ("qinghe-gateway", &["tokio", "qinghe-wire"]),
        ("qinghe-wire", &["qinghe-scoring"]),
        ("qinghe-scoring", &[]),
    ];
    let breaches = against_rules(&graph(crates));
    for wanted in [
        "`session` is linked with `js-sys`",
        "`seal` is linked with `web-sys`",
        "`element` is linked with `toml`",
        "`element` is linked with `annotate-snippets`",
        "`qinghe-cli` is linked with `tokio`",
        "`gateway` is linked with `qinghe-scoring`",
    ] {
        says(&breaches, wanted);
    }
    assert_eq!(breaches.len(), 6, "{breaches:?}");
}

#[test]
fn the_graph_is_not_empty_where_the_rules_look() {
    let graph = imports::graph();
    assert!(graph.reach("qinghe-element").contains("wasm-bindgen"));
    assert!(graph.reach("qinghe-gateway").contains("tokio"));
    assert!(graph.reach("qinghe-compiler").contains("toml"));
}

// One door out.

#[test]
fn only_the_door_builds_what_leaves() {
    let all: Vec<Source> = ["host", "session", "ui", "element"].into_iter().flat_map(run_time).collect();
    none(&door::other_doors(&all));
    let built = all.iter().find(|source| source.path == door::DOOR).map(door::builds);
    assert_eq!(
        built,
        Some(8),
        "an early, a final, a blank notice, one with wishes and one with its id, the heads of a notice, of a cover and of a carried code"
    );
}

#[test]
fn another_door_is_seen() {
    let made = |text| door::other_doors(&[Source::made_up("src/element/src/core.rs", text)]);
    says(&made("fn f() { send(qinghe_wire::Notice { id, ..blank() }); }"), "builds a `Notice`");
    says(&made("mod deep { fn f() -> H { Head { urgency } } }"), "builds a `Head`");
    says(&made("use qinghe_wire::{Id, Notice as N};"), "renames `Notice`");
    none(&made(
        "fn f(Sent { notice }: Sent) { SentNotice { notice }; } #[cfg(test)] mod t { fn f() { Head {}; } }",
    ));
}

#[test]
fn of_exercises_only_the_little_door_knows_what_leaves() {
    let all: Vec<Source> = ["training-page", "training-menu", "training-run", "family-menu"]
        .into_iter()
        .flat_map(run_time)
        .collect();
    none(&door::other_little_doors(&all));
    assert!(all.iter().any(|source| source.path == door::LITTLE_DOOR && door::names_wire(source)));
    let made = |text| door::other_little_doors(&[Source::made_up("src/training-page/src/room.rs", text)]);
    says(&made("fn f() -> qinghe_wire::Flags { blank() }"), "knows `qinghe_wire`");
    says(&made("use qinghe_wire as w;"), "knows `qinghe_wire`");
    none(&made("// qinghe_wire\nfn f() { leaves::told(); }"));
}

#[test]
fn privacy_md_tells_every_field() {
    let told = door::told(&text("PRIVACY.md")).unwrap();
    let built: Vec<[String; 3]> =
        FIELDS.iter().map(|field| [field.name, field.what, field.reader].map(str::to_owned)).collect();
    assert_eq!(told, built);
}

#[test]
fn a_table_that_is_missing_or_of_another_form_is_seen() {
    assert!(door::told("# Privacy\n\nNothing leaves.\n").is_err());
    let table = "# Privacy\n\n## Every field\n\n| field | what it says | who can read it |\n|---|---|---|\n| tier | one of five | centre |\n\n## More\n\n| a | b | c |\n";
    assert_eq!(door::told(table).unwrap(), [["tier", "one of five", "centre"].map(str::to_owned)]);
    assert!(door::told(&table.replace("what it says", "what")).is_err());
    assert!(door::told(&table.replace("| one of five ", "")).is_err());
}

// Sizes.

#[test]
fn docs_and_browser_have_the_sizes_of_the_constants() {
    none(&sizes::in_prose(&text("docs/wire.md")));
    none(&sizes::in_browser(&text("src/element/js/ports.js")));
    none(&sizes::on_the_device(&text("PRIVACY.md")));
}

#[test]
fn a_wrong_size_is_seen() {
    let document = text("docs/wire.md");
    for (right, wrong) in [
        ("2 048 bytes, always", "2 047 bytes, always"),
        ("head (42)", "head (40)"),
        ("Notice, 512 bytes", "Notice, 500 bytes"),
        ("| 1973 |", "| 1972 |"),
        ("| 5 | zeros |", "| 4 | zeros |"),
        ("| 8 | centre key id |", "| 4 | centre key id |"),
        ("qinghe/1 notice to centre", "qinghe/2 notice to centre"),
        ("AES-128-GCM of 32 bytes", "AES-128-GCM of 31 bytes"),
        ("of 634 bytes, 955 characters", "of 634 bytes, 953 characters"),
        ("| 593 | inner ciphertext |", "| 592 | inner ciphertext |"),
    ] {
        assert!(document.contains(right), "{right}");
        assert!(!sizes::in_prose(&document.replace(right, wrong)).is_empty(), "{wrong}");
    }
    says(&sizes::in_prose(&format!("{document}\nThe lid has 77 bytes.")), "77 bytes");
    let privacy = text("PRIVACY.md");
    for (right, wrong) in [("16 412 always", "16 384 always"), ("1 052 always", "1 024 always")] {
        assert_eq!(sizes::on_the_device(&privacy.replace(right, wrong)).len(), 1, "{wrong}");
    }
    let ports = text("src/element/js/ports.js");
    for (right, wrong) in [
        ("1957", "1958"),
        ("to gateway", "to the gateway"),
        ("RECEIPT, 16", "RECEIPT, 32"),
        ("(2, 34)", "(2, 18)"),
    ] {
        assert!(!sizes::in_browser(&ports.replace(right, wrong)).is_empty(), "{wrong}");
    }
}

// Tidy.

fn code() -> Vec<Source> {
    ["src", "tests", "www", "samples"]
        .into_iter()
        .flat_map(|room| sources(room, &[".rs", ".mjs", ".js", ".css"]))
        .collect()
}

fn rust() -> Vec<Source> {
    ["src", "tests"].into_iter().flat_map(|room| sources(room, &[".rs"])).collect()
}

#[test]
fn files_are_short_and_named() {
    none(&tidy::long_files(&code()));
    none(&tidy::empty_names(&code()));
}

#[test]
fn functions_are_short() {
    none(&tidy::long_functions(&rust()));
}

#[test]
fn every_wait_of_a_journey_waits() {
    let journeys: Vec<Source> =
        ["tests", "samples", "www"].into_iter().flat_map(|room| sources(room, &[".mjs"])).collect();
    none(&tidy::empty_waits(&journeys));
    let made = ["await page.waitForFunction(", "async () => (await caches.keys()).length);"].concat();
    says(&tidy::empty_waits(&[Source::made_up("tests/browser/a.test.mjs", &made)]), "a.test.mjs");
}

#[test]
fn every_test_file_runs() {
    none(&tidy::unlisted(&rust()));
    let made = |path: &str, text: &str| Source::made_up(path, text);
    let two = [
        made("src/a/tests/all.rs", "mod b;"),
        made("src/a/tests/b.rs", ""),
        made("src/a/tests/c.rs", ""),
        made("src/a/tests/b/d.rs", ""),
        made("src/e/tests/c.rs", ""),
    ];
    assert_eq!(tidy::unlisted(&two), ["src/a/tests/c.rs: not in src/a/tests/all.rs"]);
}

#[test]
fn nothing_panics_by_convenience() {
    none(&tidy::convenient_panics(&sources("src", &[".rs"])));
}

#[test]
fn no_file_names_a_folder_of_one_machine() {
    none(&tidy::home_paths(&sources(".", &[".rs", ".mjs", ".js", ".css", ".toml", ".md", ".html", ".json"])));
}

#[test]
fn style_sheets_name_no_side() {
    let sheets: Vec<Source> = ["src", "www"].into_iter().flat_map(|room| sources(room, &[".css"])).collect();
    assert!(sheets.len() >= 9, "element, plain page, training, lessons, family, record, desk, consent, site");
    none(&style::sides(&sheets));
    let made = |text| style::sides(&[Source::made_up("src/a/www/a.css", text)]);
    for sided in [
        "p { margin-left: 1px; }",
        "p { color: red; right: 0 }",
        "p { border-top-left-radius: 1px }",
        "p { text-align: left; }",
        "p { padding: 1px 2px 3px 4px; }",
        "p { inset: 0 calc(1px + 2px) 0 0; }",
    ] {
        assert_eq!(made(sided).len(), 1, "{sided}");
    }
    none(&made(
        ".right::before { content: \"left\"; margin: 1px 2px 3px 2px; padding: 0 calc(1px + 2px) 0 calc(1px + 2px); }",
    ));
    none(&made(
        ".bar-left, a:hover { text-align: start; inset-inline-end: 0; } p { left: 50% } /* both ways: a middle */",
    ));
}

#[test]
fn every_crate_is_on_the_map() {
    let folders = std::fs::read_dir(root().join("src")).unwrap().flatten();
    let folders: Vec<String> =
        folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    none(&tidy::unmapped(&folders, &text("ARCHITECTURE.md")));
    says(&tidy::unmapped(&["attic".to_owned()], &text("ARCHITECTURE.md")), "src/attic");
}

#[test]
fn disorder_is_seen() {
    let made = |path: &str, text: &str| vec![Source::made_up(path, text)];
    says(&tidy::long_files(&made("src/a.css", &"a\n".repeat(500))), "500 lines");
    none(&tidy::long_files(&made("src/a.css", &"a\n".repeat(499))));
    says(&tidy::empty_names(&made("src/host/src/time_utils.rs", "")), "says nothing");
    says(&tidy::empty_names(&made("tests/helpers/a.mjs", "")), "says nothing");
    says(&tidy::empty_names(&made("src/a.rs", "mod b { mod manager {} }")), "mod manager");
    let long = |lines: usize| format!("impl A {{ fn f() {{\n{}}} }}", "g();\n".repeat(lines));
    says(&tidy::long_functions(&made("src/a.rs", &long(58))), "`f` has 60 lines");
    none(&tidy::long_functions(&made("src/a.rs", &long(57))));
    says(&tidy::convenient_panics(&made("src/a.rs", "fn f() { a().unwrap(); }")), "src/a.rs:1: `unwrap`");
    says(&tidy::convenient_panics(&made("src/a.rs", "fn f() { a.b.expect(\"c\"); }")), "`expect`");
    none(&tidy::convenient_panics(&made("src/a.rs", "#[cfg(test)] mod t { fn f() { a().unwrap(); } }")));
    none(&tidy::convenient_panics(&made("src/a.rs", "fn f() { unwrap(a); a.unwrap_or(1); }")));
    says(&tidy::home_paths(&made("a.md", &["see /ho", "me/me/notes"].concat())), "one machine");
}
