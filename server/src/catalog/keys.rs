//! What a source keeps secret, each in a file that only the server's user may read: its ssh key, its
//! token, the secret of its webhook. Beside them stand its mirror and the host keys it has seen.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::Stdio,
};

use tokio::process::Command;
use uuid::Uuid;

use crate::{Config, Error, Result};

/// The folder of a source.
pub(super) fn folder(config: &Config, source: Uuid) -> PathBuf {
    // git and ssh run elsewhere, so they need the whole path.
    let data = std::path::absolute(&config.data).unwrap_or_else(|_| config.data.clone());
    data.join("sources").join(source.to_string())
}

/// Makes the folder, for the server's user only.
pub(super) fn make_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Writes a secret in the place of the one before.
pub(super) fn write_secret(folder: &Path, name: &str, secret: &str) -> Result<()> {
    let own = own_file(folder, name, secret)?;
    Ok(std::fs::rename(own, folder.join(name))?)
}

/// Keeps a secret where there is none yet; gives the one that stays, which of two who write at once is
/// the same for both.
fn keep_first(folder: &Path, name: &str, secret: &str) -> Result<String> {
    let own = own_file(folder, name, secret)?;
    put_first(&own, &folder.join(name))?;
    read(folder, name).ok_or_else(|| Error::unexpected(format!("{name} is not there")))
}

/// Writes a new file of mode 0600, under a name that nobody else writes to.
fn own_file(folder: &Path, name: &str, secret: &str) -> Result<PathBuf> {
    make_folder(folder)?;
    let own = folder.join(format!("{name}.{}", Uuid::now_v7()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(&own)?;
    file.write_all(secret.as_bytes())?;
    file.sync_all()?;
    Ok(own)
}

/// Moves a whole file to its place, unless another is there already.
fn put_first(own: &Path, place: &Path) -> Result<()> {
    let put = std::fs::hard_link(own, place);
    std::fs::remove_file(own)?;
    match put {
        Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => Err(e.into()),
        _ => Ok(()),
    }
}

/// A file of the source, when there is one.
pub(super) fn read(folder: &Path, name: &str) -> Option<String> {
    std::fs::read_to_string(folder.join(name)).ok()
}

/// Makes the source's ssh key with `ssh-keygen`, unless it has one; gives the public half.
///
/// Two who ask at once get the same key: each makes one under a name of its own, and the first that is
/// put in its place stays. The public half is worked out of the private one where it is not there.
pub(super) async fn ssh_key(folder: &Path, comment: &str) -> Result<String> {
    if let Some(public) = read(folder, "key.pub") {
        return Ok(public);
    }
    make_folder(folder)?;
    let place = folder.join("key");
    if !place.exists() {
        let own = folder.join(format!("key.{}", Uuid::now_v7()));
        keygen(&["-q", "-t", "ed25519", "-N", "", "-C", comment], &own).await?;
        std::fs::remove_file(own.with_added_extension("pub"))?;
        put_first(&own, &place)?;
    }
    keep_first(folder, "key.pub", &keygen(&["-y"], &place).await?)
}

/// Runs `ssh-keygen` on a key file and gives what it prints.
async fn keygen(arguments: &[&str], key: &Path) -> Result<String> {
    let made = Command::new("ssh-keygen")
        .args(arguments)
        .arg("-f")
        .arg(key)
        .stdin(Stdio::null())
        .output()
        .await
        .map_err(|e| Error::caused("the program ssh-keygen could not be started", e))?;
    if made.status.success() {
        return Ok(String::from_utf8_lossy(&made.stdout).into_owned());
    }
    Err(Error::unexpected(format!(
        "ssh-keygen: {}",
        String::from_utf8_lossy(&made.stderr)
    )))
}

/// The fingerprints of the host keys that were accepted, as `ssh-keygen -l` tells them.
pub(super) async fn host_keys(folder: &Path) -> Vec<String> {
    let file = folder.join("known_hosts");
    if !file.exists() {
        return Vec::new();
    }
    match Command::new("ssh-keygen")
        .arg("-l")
        .arg("-f")
        .arg(file)
        .stdin(Stdio::null())
        .output()
        .await
    {
        Ok(out) => String::from_utf8_lossy(&out.stdout)
            .lines()
            .map(super::problem::printable)
            .collect(),
        Err(_) => Vec::new(),
    }
}

/// The secret that webhooks are signed with; made when it is first asked for.
pub(super) fn hook_secret(folder: &Path) -> Result<String> {
    if let Some(secret) = read(folder, "hook") {
        return Ok(secret);
    }
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes).map_err(Error::unexpected)?;
    keep_first(folder, "hook", &hex::encode(bytes))
}

/// Forgets a file of the source.
pub(super) fn forget(folder: &Path, name: &str) -> Result<()> {
    match std::fs::remove_file(folder.join(name)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn two_at_once_get_the_same_key_and_leave_no_other_file() {
        let dir = tempfile::tempdir().unwrap();
        let key = || ssh_key(dir.path(), "kakehashi");
        let (a, b, c) = tokio::join!(key(), key(), key());
        let public = a.unwrap();
        assert_eq!((b.unwrap(), c.unwrap()), (public.clone(), public.clone()));
        assert_eq!(keygen(&["-y"], &dir.path().join("key")).await.unwrap(), public);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    #[tokio::test]
    async fn secrets_are_for_the_servers_user_only_and_made_once() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("it's a \"source\"");
        let public = ssh_key(&folder, "kakehashi").await.unwrap();
        assert!(public.starts_with("ssh-ed25519 "));
        assert_eq!(ssh_key(&folder, "kakehashi").await.unwrap(), public);
        let secret = hook_secret(&folder).unwrap();
        assert_eq!((secret.len(), hook_secret(&folder).unwrap()), (48, secret));
        write_secret(&folder, "token", "old").unwrap();
        write_secret(&folder, "token", "new").unwrap();
        assert_eq!(read(&folder, "token").as_deref(), Some("new"));
        for name in ["key", "hook", "token"] {
            let mode = std::fs::metadata(folder.join(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        forget(&folder, "token").unwrap();
        forget(&folder, "token").unwrap();
    }
}
