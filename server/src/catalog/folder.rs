//! Reads the files of a courses folder, harmlessly: no links, nothing hidden, nothing huge.

use std::{collections::BTreeMap, path::Path};

use crate::{Error, Result};

/// The largest file of a course, in bytes.
const LARGEST: u64 = 20 * 1024 * 1024;

pub use domain::catalog::SourceFiles as Files;

/// The courses folder: files of each course by the folder's name, and the rule files.
pub struct Folder {
    /// Course folders: those with a `course.toml`.
    pub courses: BTreeMap<String, Files>,
    /// Files of `readiness/` that end in `.toml`.
    pub rules: Files,
}

/// Reads a courses folder.
pub fn read(root: &Path) -> Result<Folder> {
    let mut folder = Folder {
        courses: BTreeMap::new(),
        rules: Files::default(),
    };
    let entries = std::fs::read_dir(root)
        .map_err(|e| Error::unexpected(format!("courses folder {}: {e}", root.display())))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || !entry.file_type()?.is_dir() {
            continue;
        }
        let mut files = Files::default();
        read_into(&entry.path(), "", &mut files)?;
        if files.contains("course.toml") {
            folder.courses.insert(name, files);
        } else if name == "readiness" {
            files.0.retain(|path, _| path.ends_with(".toml"));
            folder.rules = files;
        }
    }
    Ok(folder)
}

fn read_into(dir: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // `file_type` does not follow links, so a link out of the tree is neither file nor folder.
        let kind = entry.file_type()?;
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        if kind.is_dir() {
            read_into(&entry.path(), &format!("{path}/"), files)?;
        } else if kind.is_file() {
            if entry.metadata()?.len() > LARGEST {
                tracing::warn!(path, "left out: larger than 20 MB");
                continue;
            }
            files.0.insert(path, std::fs::read(entry.path())?);
        }
    }
    Ok(())
}
