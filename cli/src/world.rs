//! All that a command asks of the machine it runs on.
//!
//! Decides nothing. The native program answers from the file system, `npx shopbell` from Node.

/// One entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The folder's path, a slash and its name.
    pub path: String,
    /// Whether it is a folder.
    pub is_folder: bool,
}

/// The machine.
pub trait World {
    /// A file's bytes.
    ///
    /// # Errors
    /// Why it cannot be read, as the system says it.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;

    /// What is in a folder, in the order of names; None where it is no folder.
    fn list(&self, folder: &str) -> Option<Vec<Entry>>;

    /// Writes a file, and the folders that it needs.
    ///
    /// # Errors
    /// Why it cannot be written, as the system says it.
    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), String>;

    /// When a file was last written, in milliseconds; None where it is not there.
    fn written_at(&self, path: &str) -> Option<i64>;

    /// Milliseconds since 1970; None where nobody knows.
    fn now(&self) -> Option<i64>;

    /// Writes to the standard output.
    fn print(&mut self, text: &str);

    /// Writes to the standard error.
    fn complain(&mut self, text: &str);

    /// Shows how far long work is, on a line that the next one takes the place of; an empty one takes it away. Nothing where nobody looks.
    fn status(&mut self, _line: &str) {}

    /// Whether the terminal shows colours.
    fn has_colors(&self) -> bool;

    /// Waits a little, for those who watch files; false where there is no waiting.
    fn rest(&mut self) -> bool;
}

/// The folder of a path with its slash, or nothing.
#[must_use]
pub fn folder_of(path: &str) -> &str {
    path.rfind(['/', '\\']).map_or("", |slash| &path[..=slash])
}

/// Every file whose name ends with `ending`, in these files and folders and below.
///
/// # Errors
/// A path that is neither.
pub fn files_in(world: &dyn World, paths: &[String], ending: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_empty() {
            return Err(String::from("a path is empty; write `.` for this folder"));
        }
        match world.list(path.trim_end_matches(['/', '\\'])) {
            Some(entries) => below(world, entries, ending, &mut found),
            None => {
                world.read(path).map_err(|why| format!("`{path}` cannot be read: {why}"))?;
                found.push(path.clone());
            }
        }
    }
    Ok(found)
}

fn below(world: &dyn World, entries: Vec<Entry>, ending: &str, found: &mut Vec<String>) {
    for Entry { path, is_folder } in entries {
        if !is_folder {
            if path.ends_with(ending) {
                found.push(path);
            }
        } else if !path.ends_with("node_modules") && !path.ends_with(".git") {
            below(world, world.list(&path).unwrap_or_default(), ending, found);
        }
    }
}
