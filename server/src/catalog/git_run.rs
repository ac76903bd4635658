//! Runs a git command to its end, within limits of time and size.

use std::{path::Path, process::Stdio, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, Command},
};

use super::{git::Git, git_words::explained};
use crate::{Error, Result};

impl Git<'_> {
    /// Runs a command to its end, within the limits of time and size.
    pub(super) async fn run(&self, mut command: Command, input: Vec<u8>) -> Result<Vec<u8>> {
        if !input.is_empty() {
            command.stdin(Stdio::piped());
        }
        // A process group of its own, so that git's helpers end with it.
        command.process_group(0);
        let mut child = command
            .spawn()
            .map_err(|e| Error::caused("the program git could not be started", e))?;
        let group = child.id();
        let ended = tokio::select! {
            done = talk(&mut child, input) => match done? {
                // A quick one may be over before its size was looked at.
                _ if self.too_large() => Ended::Large,
                done => Ended::Done(done),
            },
            () = tokio::time::sleep(Duration::from_secs(self.options.seconds)) => Ended::Late,
            () = self.grows_too_large() => Ended::Large,
        };
        let (status, out, complaint) = match ended {
            Ended::Done(done) => done,
            stopped @ (Ended::Late | Ended::Large) => {
                end_group(group).await;
                let _ = child.kill().await;
                return Err(match stopped {
                    Ended::Large => {
                        // What came so far must not stay: the next try would begin with it.
                        let _ = std::fs::remove_dir_all(self.mirror());
                        Error::refused(
                            format!("リポジトリが大きすぎます（{} MB まで）。", self.options.megabytes),
                            format!(
                                "The repository is too large (the limit is {} MB).",
                                self.options.megabytes
                            ),
                        )
                    }
                    Ended::Late | Ended::Done(_) => Error::refused(
                        format!(
                            "git の返事が {} 秒以内に終わりませんでした。",
                            self.options.seconds
                        ),
                        format!("Git did not finish within {} seconds.", self.options.seconds),
                    ),
                });
            }
        };
        if status.success() {
            Ok(out)
        } else {
            let complaint = String::from_utf8_lossy(&complaint).into_owned();
            tracing::warn!(url = self.url, complaint, "git failed");
            Err(Error::Refused(explained(&complaint)))
        }
    }

    fn too_large(&self) -> bool {
        size(&self.folder) > self.options.megabytes << 20
    }

    /// Returns when the source's folder is larger than it may be.
    async fn grows_too_large(&self) {
        loop {
            tokio::time::sleep(Duration::from_millis(300)).await;
            if self.too_large() {
                return;
            }
        }
    }
}

enum Ended {
    Done((std::process::ExitStatus, Vec<u8>, Vec<u8>)),
    Late,
    Large,
}

/// Ends git's helpers (`ssh`, `git-remote-https`) too.
async fn end_group(group: Option<u32>) {
    if let Some(group) = group {
        let _ = Command::new("kill")
            .args(["-9", "--", &format!("-{group}")])
            .stderr(Stdio::null())
            .status()
            .await;
    }
}

async fn talk(child: &mut Child, input: Vec<u8>) -> Result<(std::process::ExitStatus, Vec<u8>, Vec<u8>)> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let write = async {
        if let Some(mut stdin) = stdin {
            stdin.write_all(&input).await?;
        }
        std::io::Result::Ok(())
    };
    let read = async {
        let mut out = Vec::new();
        if let Some(mut stdout) = stdout {
            stdout.read_to_end(&mut out).await?;
        }
        std::io::Result::Ok(out)
    };
    let complaint = async {
        let (mut kept, mut rest) = (Vec::new(), Vec::new());
        if let Some(mut stderr) = stderr {
            (&mut stderr).take(16 * 1024).read_to_end(&mut kept).await?;
            stderr.read_to_end(&mut rest).await?;
        }
        std::io::Result::Ok(kept)
    };
    // A git that ends early closes its input; that it failed is told by its status.
    let (_, out, complaint) = tokio::join!(write, read, complaint);
    Ok((child.wait().await?, out?, complaint?))
}

/// How many bytes are in a folder.
fn size(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    entries
        .flatten()
        .map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => size(&entry.path()),
            Ok(_) => entry.metadata().map_or(0, |data| data.len()),
            Err(_) => 0,
        })
        .sum()
}
