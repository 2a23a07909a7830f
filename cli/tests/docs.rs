//! Every `cargo shopbell` of the documents is run, in the root of the project, and ends well.

use std::path::Path;
use std::process::Command;

#[test]
fn commands_of_the_documents_end_well() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folders = [root.to_path_buf(), root.join("docs")];
    let mut run = 0;
    for path in folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path()) {
        if path.extension().is_none_or(|ending| ending != "md") {
            continue;
        }
        for line in std::fs::read_to_string(&path).unwrap().lines().filter_map(|line| line.strip_prefix("cargo shopbell ")) {
            // Where the output goes is the shell's business.
            let line = line.split(" > ").next().unwrap();
            let output = Command::new(env!("CARGO_BIN_EXE_shopbell")).args(line.split_whitespace()).current_dir(root).output().unwrap();
            assert!(output.status.success(), "{}: cargo shopbell {line}\n{}", path.display(), String::from_utf8_lossy(&output.stdout));
            run += 1;
        }
    }
    assert!(run > 0, "no document has a command");
}
