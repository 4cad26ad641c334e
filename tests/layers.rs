//! A stage imports only from the stages above it, as `src/lib.rs` declares them; so there can be no circle.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Longest file that a reader still keeps in mind.
const MAX_LINES: usize = 600;

fn sources() -> BTreeMap<PathBuf, String> {
    fn walk(folder: &Path, found: &mut BTreeMap<PathBuf, String>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).expect("UTF-8");
                found.insert(path, text);
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&src(), &mut found);
    found
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The modules of the crate in their order, and what `lib.rs` gives out under names of its own.
fn stages(lib: &str) -> (Vec<&str>, BTreeMap<&str, &str>) {
    let order = lib
        .lines()
        .filter_map(|l| {
            l.trim_start_matches("pub(crate) ").trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';')
        })
        .collect();
    let mut given_out = BTreeMap::new();
    for line in lib.lines().filter_map(|l| l.strip_prefix("pub use ")?.strip_suffix(';')) {
        let (stage, names) = line.split_once("::").expect("a path into a stage");
        for name in names.trim_matches(['{', '}']).split(", ") {
            given_out.insert(name, stage);
        }
    }
    (order, given_out)
}

/// The first parts of all paths behind `root::`, groups in braces included; words of comments do not count.
fn imports<'a>(text: &'a str, root: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    for line in text.lines().filter(|l| !l.trim_start().starts_with("//")) {
        for (at, _) in line.match_indices(root) {
            if line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let rest = &line[at + root.len()..];
            if let Some(group) = rest.strip_prefix('{') {
                let mut depth = 0;
                let parts = group.split(|c: char| {
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    c == ',' && depth == 0
                });
                found.extend(parts.map(|part| first(part.trim())));
            } else {
                found.push(first(rest));
            }
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

fn first(path: &str) -> &str {
    path.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default()
}

#[test]
fn stages_import_from_above() {
    let sources = sources();
    let (order, given_out) = stages(&sources[&src().join("lib.rs")]);
    assert!(order.len() > 12 && order[0] == "units", "{order:?}");
    let mut faults = Vec::new();
    for (path, text) in &sources {
        let inside = path.strip_prefix(src()).expect("below src");
        let own = inside.iter().next().and_then(|part| part.to_str()).expect("UTF-8").trim_end_matches(".rs");
        let Some(place) = order.iter().position(|stage| *stage == own) else {
            assert!(matches!(own, "lib" | "main" | "cli"), "{own} is not declared in lib.rs");
            // What is not in the library uses it from outside.
            faults.extend(
                imports(text, "crate::").iter().filter(|name| order.contains(name)).map(|n| format!("{inside:?}: {n}")),
            );
            continue;
        };
        for name in imports(text, "crate::") {
            let stage = given_out.get(name).copied().unwrap_or(name);
            match order.iter().position(|known| *known == stage) {
                Some(other) if other <= place => {}
                Some(_) => faults.push(format!("{} imports {name} from below", inside.display())),
                None => faults.push(format!("{} imports {name}, which lib.rs does not declare", inside.display())),
            }
        }
        faults.extend(
            imports(text, "wirefold::")
                .iter()
                .filter(|_| !text.contains("```"))
                .map(|name| format!("{} imports {name} as if from outside", inside.display())),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn imports_are_found() {
    let text = "use crate::{article::Article, verify::{Relation, Rule}, Error};\n// crate::none\nlet x = crate::units::Span; my_crate::no";
    assert_eq!(imports(text, "crate::"), ["article", "verify", "Error", "units"]);
}

#[test]
fn files_are_short_and_named_by_what_they_hold() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let lines = text.lines().count();
        if lines > MAX_LINES {
            faults.push(format!("{}: {lines} lines", path.display()));
        }
        let parts: Vec<&str> =
            path.strip_prefix(src()).expect("below src").iter().map(|p| p.to_str().expect("UTF-8")).collect();
        for part in &parts {
            if matches!(part.trim_end_matches(".rs"), "utils" | "util" | "misc" | "common" | "helpers" | "shared") {
                faults.push(format!("{}: says nothing", path.display()));
            }
        }
        if let [.., folder, file] = parts[..]
            && file.strip_suffix(".rs") == Some(folder)
        {
            faults.push(format!("{}: named like its folder", path.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
