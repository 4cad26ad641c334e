//! What the examples assert holds.

use std::path::Path;
use std::process::Command;

#[test]
fn each_runs_to_its_end() {
    let built = Path::new(env!("CARGO_BIN_EXE_wirefold")).parent().expect("a folder").join("examples");
    for entry in Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").read_dir().expect("it is there") {
        let path = entry.expect("a file").path();
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
        // The measure of lineage takes minutes. `make test` builds all; who runs this test by itself may have none.
        let program = built.join(name);
        if path.extension().is_none_or(|extension| extension != "rs") || name == "lineage" || !program.exists() {
            continue;
        }
        let output = Command::new(&program).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("it starts");
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
