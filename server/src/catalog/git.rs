//! Runs the program `git` on a bare mirror, with an environment of our own: no settings of the
//! machine or the user, no hooks, no prompts, no submodules, only the protocols that are allowed.
//!
//! Nothing is ever checked out. Files are read from git's own store, so links, hooks and odd names in
//! a repository are data and can act nowhere.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, Command},
};

use crate::{Error, Result, Sentence};

/// Limits of the work with other people's repositories, and what is allowed there.
#[derive(Clone, Debug)]
pub struct SourceOptions {
    /// Also plain `http://`, and repositories on this machine (`file://`).
    pub local: bool,
    /// The longest that a fetch may take.
    pub seconds: u64,
    /// The largest that a mirror may get, in megabytes.
    pub megabytes: u64,
}

impl Default for SourceOptions {
    fn default() -> Self {
        SourceOptions {
            local: false,
            seconds: 120,
            megabytes: 1024,
        }
    }
}

/// How git signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// Not at all: a public repository.
    None,
    /// With the source's own ssh key.
    Ssh,
    /// With a token over https.
    Token,
}

impl Auth {
    /// Every way.
    pub const ALL: [Auth; 3] = [Auth::None, Auth::Ssh, Auth::Token];

    /// The word used in tables and forms.
    pub fn code(self) -> &'static str {
        match self {
            Auth::None => "none",
            Auth::Ssh => "ssh",
            Auth::Token => "token",
        }
    }

    /// The way of a word.
    pub fn from_code(code: &str) -> Option<Auth> {
        Auth::ALL.into_iter().find(|auth| auth.code() == code)
    }
}

/// The mirror of one source.
pub(super) struct Git<'a> {
    /// The source's own folder: mirror, key, token, known hosts.
    pub folder: PathBuf,
    pub url: &'a str,
    pub auth: Auth,
    pub options: &'a SourceOptions,
}

/// Complaints of git about a repository that a mirror which is never checked out need not heed. The
/// files are reported one by one when the tree is read.
const HARMLESS: &[&str] = &[
    "hasDot",
    "hasDotdot",
    "hasDotgit",
    "gitmodulesUrl",
    "gitmodulesPath",
    "gitmodulesName",
    "gitmodulesSymlink",
    "gitmodulesUpdate",
    "gitmodulesParse",
    "gitmodulesBlob",
    "gitmodulesLarge",
    "gitmodulesMissing",
    "zeroPaddedFilemode",
    "missingSpaceBeforeDate",
    "badTimezone",
    "missingEmail",
];

impl Git<'_> {
    fn mirror(&self) -> PathBuf {
        self.folder.join("mirror.git")
    }

    fn command(&self) -> Command {
        let mut command = Command::new("git");
        command
            .env_clear()
            .env(
                "PATH",
                std::env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into()),
            )
            .env("HOME", &self.folder)
            .env("LC_ALL", "C")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_ASKPASS", "/bin/false")
            .env("SSH_ASKPASS", "/bin/false")
            .env("GIT_ATTR_NOSYSTEM", "1")
            .env("GIT_LFS_SKIP_SMUDGE", "1")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .env(
                "GIT_ALLOW_PROTOCOL",
                if self.options.local {
                    "https:ssh:http:file"
                } else {
                    "https:ssh"
                },
            )
            .env("GIT_SSH_COMMAND", self.ssh())
            .env("GIT_SSH_VARIANT", "ssh")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        for setting in [
            "core.hooksPath=/dev/null",
            "core.fsmonitor=false",
            "core.symlinks=false",
            "core.alternateRefsCommand=true",
            "submodule.recurse=false",
            "fetch.recurseSubmodules=false",
            "fetch.fsckObjects=true",
            "fetch.writeCommitGraph=false",
            "gc.autoDetach=false",
            "credential.helper=",
            "http.lowSpeedLimit=100",
            "http.lowSpeedTime=30",
            "safe.directory=*",
        ] {
            command.args(["-c", setting]);
        }
        for complaint in HARMLESS {
            command.args(["-c", &format!("fetch.fsck.{complaint}=ignore")]);
        }
        if self.auth == Auth::Token
            && let Some(host) = host_of_url(self.url)
        {
            // The token goes from its file to git by a pipe: never into arguments or the environment. It
            // is given to this host only, wherever the host may send us.
            command.env("KAKEHASHI_TOKEN_FILE", self.folder.join("token")).args([
                "-c",
                &format!(
                    "credential.{host}.helper=!f() {{ test \"$1\" = get && printf 'username=x-access-token\\npassword=%s\\n' \"$(cat \"$KAKEHASHI_TOKEN_FILE\")\"; }}; f"
                ),
            ]);
        }
        command
    }

    /// The source's own key and known hosts; no agent, no settings of the machine's user.
    fn ssh(&self) -> String {
        let quoted = |name: &str| {
            let path = self.folder.join(name).to_string_lossy().into_owned();
            format!("'{}'", path.replace('\'', "'\\''"))
        };
        let key = if self.auth == Auth::Ssh {
            quoted("key")
        } else {
            "/dev/null".to_owned()
        };
        format!(
            "ssh -F /dev/null -i {key} -o IdentitiesOnly=yes -o IdentityAgent=none -o BatchMode=yes \
             -o PasswordAuthentication=no -o StrictHostKeyChecking=accept-new -o UserKnownHostsFile={} \
             -o GlobalKnownHostsFile=/dev/null -o UpdateHostKeys=no -o ConnectTimeout=15 -o ServerAliveInterval=15 \
             -o ForwardAgent=no -o ClearAllForwardings=yes -o PermitLocalCommand=no -o ControlMaster=no",
            // ssh splits the value of this option at spaces itself, so it needs quotes within the quotes.
            format_args!(
                "'\"{}\"'",
                self.folder
                    .join("known_hosts")
                    .to_string_lossy()
                    .replace('\'', "'\\''")
            ),
        )
    }

    /// Brings the mirror up to date with every branch of the repository.
    pub async fn fetch(&self) -> Result<()> {
        let mirror = self.mirror();
        if !mirror.join("HEAD").exists() {
            std::fs::create_dir_all(&mirror)?;
            let mut command = self.command();
            command
                .args(["init", "--quiet", "--bare", "--template="])
                .arg(&mirror);
            self.run(command, Vec::new()).await?;
        }
        let mut command = self.command();
        command.arg("--git-dir").arg(&mirror).args([
            "fetch",
            "--quiet",
            "--prune",
            "--no-tags",
            "--no-recurse-submodules",
            "--no-write-fetch-head",
            "--force",
            "--",
            self.url,
            "+refs/heads/*:refs/heads/*",
        ]);
        self.run(command, Vec::new()).await?;
        Ok(())
    }

    /// The branches of the mirror with their commits, the newest first.
    pub async fn branches(&self) -> Result<Vec<(String, String)>> {
        if !self.mirror().join("HEAD").exists() {
            return Ok(Vec::new());
        }
        let out = self
            .plumb(&[
                "for-each-ref",
                "--sort=-committerdate",
                "--format=%(objectname) %(refname)",
                "refs/heads",
            ])
            .await?;
        Ok(String::from_utf8_lossy(&out)
            .lines()
            .filter_map(|line| line.split_once(" refs/heads/"))
            .map(|(commit, name)| (name.to_owned(), commit.to_owned()))
            .collect())
    }

    /// The commit that a branch points at; none when there is no such branch.
    pub async fn head(&self, branch: &str) -> Result<Option<String>> {
        Ok(self
            .branches()
            .await?
            .into_iter()
            .find(|(name, _)| name == branch)
            .map(|(_, commit)| commit))
    }

    /// The raw bytes of a commit: its headers and its message.
    pub async fn commit(&self, commit: &str) -> Result<Vec<u8>> {
        self.plumb(&["cat-file", "commit", commit]).await
    }

    /// Every file of a commit below a folder: mode, kind, object, size and path, each closed by a zero byte.
    pub async fn tree(&self, commit: &str, folder: &str) -> Result<Vec<u8>> {
        let tree = if folder.is_empty() {
            commit.to_owned()
        } else {
            format!("{commit}:{folder}")
        };
        self.plumb(&[
            "ls-tree",
            "-r",
            "-z",
            "-l",
            "--full-tree",
            "--end-of-options",
            &tree,
        ])
        .await
    }

    /// The contents of objects, one after the other, in the form of `git cat-file --batch`.
    pub async fn objects(&self, ids: &[&str]) -> Result<Vec<u8>> {
        let mut command = self.command();
        command
            .arg("--git-dir")
            .arg(self.mirror())
            .args(["cat-file", "--batch"]);
        let mut asked = ids.join("\n").into_bytes();
        asked.push(b'\n');
        self.run(command, asked).await
    }

    async fn plumb(&self, arguments: &[&str]) -> Result<Vec<u8>> {
        let mut command = self.command();
        command.arg("--git-dir").arg(self.mirror()).args(arguments);
        self.run(command, Vec::new()).await
    }

    /// Runs a command to its end, within the limits of time and size.
    async fn run(&self, mut command: Command, input: Vec<u8>) -> Result<Vec<u8>> {
        if !input.is_empty() {
            command.stdin(Stdio::piped());
        }
        // A process group of its own, so that git's helpers end with it.
        command.process_group(0);
        let mut child = command
            .spawn()
            .map_err(|e| Error::unexpected(format!("the program git could not be started: {e}")))?;
        let group = child.id();
        let ended = tokio::select! {
            done = talk(&mut child, input) => Ended::Done(done?),
            () = tokio::time::sleep(Duration::from_secs(self.options.seconds)) => Ended::Late,
            () = grows_past(&self.folder, self.options.megabytes) => Ended::Large,
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

/// Returns when the folder is larger than this.
async fn grows_past(folder: &Path, megabytes: u64) {
    loop {
        tokio::time::sleep(Duration::from_millis(300)).await;
        if size(folder) > megabytes << 20 {
            return;
        }
    }
}

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

/// `https://host:port` of an address.
fn host_of_url(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split('/').next()?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    matches!(scheme, "https" | "http").then(|| format!("{scheme}://{host}"))
}

/// What a complaint of git means, for the one who set the source up.
fn explained(complaint: &str) -> Sentence {
    let has = |words: &[&str]| words.iter().any(|word| complaint.contains(word));
    if has(&[
        "Host key verification failed",
        "REMOTE HOST IDENTIFICATION HAS CHANGED",
    ]) {
        return Sentence::new(
            "サーバーの鍵（host key）が、前と変わりました。正しい変更か、管理者に確かめてください。",
            "The server's host key is not the one that was pinned. Ask whoever runs it whether that is right.",
        );
    }
    if has(&[
        "Permission denied",
        "Authentication failed",
        "could not read Username",
        "could not read Password",
        "HTTP 401",
        "HTTP 403",
        "error: 401",
        "error: 403",
    ]) {
        return Sentence::new(
            "サインインできませんでした。鍵（deploy key）かトークンを確かめてください。",
            "Sign-in failed. Check the deploy key or the token.",
        );
    }
    if has(&["transport", "not allowed"]) && complaint.contains("not allowed") {
        return Sentence::new(
            "この種類のアドレスは使えません（https か ssh にしてください）。",
            "This kind of address is not allowed; use https or ssh.",
        );
    }
    if has(&[
        "not found",
        "does not exist",
        "does not appear to be a git repository",
        "error: 404",
    ]) {
        return Sentence::new(
            "リポジトリが見つかりません。アドレスと、鍵の権限を確かめてください。",
            "The repository was not found. Check the address, and that the key may read it.",
        );
    }
    if has(&[
        "Could not resolve host",
        "Connection refused",
        "timed out",
        "Failed to connect",
        "unable to access",
    ]) {
        return Sentence::new(
            "サーバーにつながりません。しばらくして、もう一度試します。",
            "The server cannot be reached. It is tried again later.",
        );
    }
    let detail: String = complaint
        .lines()
        .find(|line| line.starts_with("fatal:") || line.starts_with("error:"))
        .or(complaint.lines().last())
        .map(super::problem::printable)
        .unwrap_or_default()
        .chars()
        .take(200)
        .collect();
    Sentence::new(
        format!("git が失敗しました: {detail}"),
        format!("Git failed: {detail}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_for_the_host_of_the_address_only() {
        assert_eq!(
            host_of_url("https://me@git.example.jp:8443/a/b.git").as_deref(),
            Some("https://git.example.jp:8443")
        );
        assert_eq!(host_of_url("git@git.example.jp:a/b.git"), None);
    }

    #[test]
    fn complaints_of_git_become_sentences() {
        for (complaint, word) in [
            (
                "git@host: Permission denied (publickey).\nfatal: Could not read from remote",
                "Sign-in failed",
            ),
            ("fatal: '/x' does not appear to be a git repository", "not found"),
            ("fatal: transport 'file' not allowed", "not allowed"),
            ("fatal: something \u{1b}[31mnew", "Git failed: fatal: something"),
        ] {
            assert!(
                explained(complaint).en.contains(word),
                "{:?}",
                explained(complaint)
            );
        }
    }
}
