//! Reads the files of a courses folder, harmlessly: no links, nothing hidden, nothing huge.

use std::path::Path;

use super::{
    problem::Problem,
    snapshot::{self, LARGEST, LARGEST_SOURCE, MOST_FILES, Snapshot},
};
use crate::{Error, Result};

pub use domain::catalog::SourceFiles as Files;

/// Reads a courses folder.
pub fn read(root: &Path) -> Result<Snapshot> {
    let mut reading = Reading::default();
    reading
        .folder(root, "")
        .map_err(|e| Error::caused(format!("courses folder {}", root.display()), e))?;
    // A folder of courses beside a `course.toml` is the check of one course; here the root is never one.
    reading.files.0.remove("course.toml");
    let mut snapshot = Snapshot::of(reading.files, "");
    for problem in reading.odd {
        snapshot.note(problem);
    }
    Ok(snapshot)
}

#[derive(Default)]
struct Reading {
    files: Files,
    odd: Vec<Problem>,
    bytes: u64,
}

impl Reading {
    fn folder(&mut self, dir: &Path, prefix: &str) -> std::io::Result<()> {
        for entry in std::fs::read_dir(dir)? {
            let entry = entry?;
            let name = entry.file_name();
            let path = format!("{prefix}{}", name.to_string_lossy());
            if snapshot::is_hidden(&name.to_string_lossy()) {
                continue;
            }
            if let Some(problem) =
                snapshot::odd_name([prefix.as_bytes(), name.as_encoded_bytes()].concat().as_slice())
            {
                // The repository of the folder itself is nothing odd.
                if name != ".git" {
                    self.odd.push(problem);
                }
                continue;
            }
            // `file_type` does not follow links, so a link out of the tree is neither file nor folder.
            let kind = entry.file_type()?;
            if kind.is_dir() {
                let wanted = name == "readiness" || entry.path().join("course.toml").exists();
                if prefix.is_empty() && !wanted {
                    continue;
                }
                self.folder(&entry.path(), &format!("{path}/"))?;
            } else if kind.is_symlink() {
                let target = std::fs::read_link(entry.path())?;
                self.odd.push(snapshot::link(&path, &target.to_string_lossy()));
            } else if kind.is_file() {
                self.file(&entry, path)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, entry: &std::fs::DirEntry, path: String) -> std::io::Result<()> {
        let length = entry.metadata()?.len();
        if length > LARGEST {
            self.odd.push(snapshot::too_large(&path, length));
            return Ok(());
        }
        self.bytes += length;
        if self.bytes > LARGEST_SOURCE || self.files.0.len() >= MOST_FILES {
            if self.odd.iter().all(|problem| problem.code != "K0707") {
                self.odd.push(snapshot::too_much());
            }
            return Ok(());
        }
        let bytes = std::fs::read(entry.path())?;
        if snapshot::is_lfs_pointer(&bytes) {
            self.odd.push(snapshot::lfs_pointer(&path));
        } else {
            self.files.add(&path, bytes);
        }
        Ok(())
    }
}
