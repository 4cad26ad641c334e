//! The `wirefold` command, and folders of files for it.
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
