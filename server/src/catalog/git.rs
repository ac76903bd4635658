//! Runs the program `git` on a bare mirror, with an environment of our own: no settings of the
//! machine or the user, no hooks, no prompts, no submodules, only the protocols that are allowed.
//!
//! Nothing is ever checked out. Files are read from git's own store, so links, hooks and odd names in
//! a repository are data and can act nowhere.

use std::{path::PathBuf, process::Stdio};

use tokio::process::Command;

use crate::{Result, config::SourceOptions};

domain::coded_enum! {
    /// How git signs in.
    pub enum Auth {
        /// Not at all: a public repository.
        None = "none",
        /// With the source's own ssh key.
        Ssh = "ssh",
        /// With a token over https.
        Token = "token",
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
    pub(super) fn mirror(&self) -> PathBuf {
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
}

/// `https://host:port` of an address.
pub(super) fn host_of_url(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split('/').next()?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    matches!(scheme, "https" | "http").then(|| format!("{scheme}://{host}"))
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
}
