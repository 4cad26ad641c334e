//! The `wirefold` command, folders of files for it, and invented articles to put into them.
#![allow(dead_code, reason = "no test needs all of it")]

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

pub fn wirefold(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wirefold"));
    command.args(arguments);
    command
}

/// Runs it with its exit code checked; gives stdout and stderr.
pub fn run(code: i32, arguments: &[&str]) -> (String, String) {
    let output = wirefold(arguments).assert().code(code).get_output().clone();
    (String::from_utf8(output.stdout).expect("UTF-8"), String::from_utf8(output.stderr).expect("UTF-8"))
}

pub fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// A folder with some files; the path of each by its name.
pub struct Folder(pub TempDir);

impl Folder {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        files.iter().for_each(|(name, content)| _ = folder.with(name, content));
        folder
    }

    pub fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().expect("UTF-8").to_owned()
    }

    /// Writes a file more; its path.
    pub fn with(&self, name: &str, content: &str) -> String {
        fs::write(self.path(name), content).expect("it is written");
        self.path(name)
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect(name)
    }

    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).expect("a folder");
        let mut names: Vec<_> =
            entries.map(|e| e.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
        names.sort();
        names
    }
}

pub const DAM: &str = "The Karsova dam was closed to traffic on Tuesday after inspectors found cracks in its crest, the interior \
     ministry said. Some 4,300 people were moved from the town of Meldrin to schools in the next valley.";
pub const CUP: &str = "Lumen won the cup for the first time in forty years when their captain scored late in the second half \
     against a side that had led since the opening minutes of a cold and windy evening.";

pub fn article(id: &str, day: u32, text: &str) -> String {
    let at = format!("2031-03-{day:02}T06:00:00Z");
    let title = format!("Headline of {id}");
    serde_json::json!({"id": id, "source": format!("{id}.example"), "published_at": at, "title": title, "text": text})
        .to_string()
}

pub fn undated(id: &str, text: &str) -> String {
    serde_json::json!({"id": id, "text": text}).to_string()
}

/// Five articles of two texts, and two beside a line that is no record.
pub fn news() -> Folder {
    let good =
        [article("late", 9, CUP), undated("z", DAM), article("early", 4, DAM), article("b", 5, DAM), undated("y", CUP)];
    let mixed = format!("{}\nnot json\n\n{}\n", article("c", 5, DAM), article("a", 5, CUP));
    Folder::new(&[("good.jsonl", &good.join("\n")), ("mixed.jsonl", &mixed)])
}
