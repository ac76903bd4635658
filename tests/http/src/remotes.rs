//! Git hosts on this machine: one over http with git's own `http-backend`, one over ssh with a real
//! `sshd`. Both listen on loopback addresses only, and end with the test.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{Response, StatusCode, header},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;

/// A git host over http that lets in whoever has the token.
pub struct HttpRemote {
    address: std::net::SocketAddr,
    state: Arc<Host>,
}

struct Host {
    folder: PathBuf,
    token: String,
    refused: AtomicBool,
}

impl HttpRemote {
    /// Serves the repositories of a folder.
    pub async fn start(folder: &Path, token: &str) -> HttpRemote {
        let state = Arc::new(Host {
            folder: folder.to_owned(),
            token: token.to_owned(),
            refused: AtomicBool::new(false),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new().fallback(backend).with_state(state.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        HttpRemote { address, state }
    }

    /// The address of a repository.
    pub fn url(&self, name: &str) -> String {
        format!("http://{}/{name}", self.address)
    }

    /// Whether somebody came without the right token.
    pub fn refused_somebody(&self) -> bool {
        self.state.refused.load(Ordering::Relaxed)
    }
}

/// The Common Gateway Interface, as far as `git http-backend` needs it.
async fn backend(State(host): State<Arc<Host>>, request: Request) -> Response<Body> {
    let answer = |status: StatusCode| Response::builder().status(status);
    let (parts, body) = request.into_parts();
    let header = |name: &str| {
        let value = parts.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let wanted = format!(
        "Basic {}",
        BASE64_STANDARD.encode(format!("x-access-token:{}", host.token))
    );
    if header("authorization") != wanted {
        if !header("authorization").is_empty() {
            host.refused.store(true, Ordering::Relaxed);
        }
        return answer(StatusCode::UNAUTHORIZED)
            .header(header::WWW_AUTHENTICATE, "Basic realm=\"git\"")
            .body(Body::empty())
            .expect("an answer");
    }
    let body = to_bytes(body, 10 << 20).await.expect("a body");
    let mut child = tokio::process::Command::new("git")
        .arg("http-backend")
        .env("GIT_PROJECT_ROOT", &host.folder)
        .env("GIT_HTTP_EXPORT_ALL", "1")
        .env("PATH_INFO", parts.uri.path())
        .env("QUERY_STRING", parts.uri.query().unwrap_or_default())
        .env("REQUEST_METHOD", parts.method.as_str())
        .env("CONTENT_TYPE", header("content-type"))
        .env("CONTENT_LENGTH", body.len().to_string())
        .env("HTTP_CONTENT_ENCODING", header("content-encoding"))
        .env("GIT_PROTOCOL", header("git-protocol"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("git http-backend");
    let mut stdin = child.stdin.take().expect("an input");
    tokio::spawn(async move {
        let _ = stdin.write_all(&body).await;
    });
    let output = child
        .wait_with_output()
        .await
        .expect("git http-backend ends")
        .stdout;
    let end = output
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .expect("headers");
    let (head, content) = (&output[..end], &output[end + 4..]);
    let mut response = answer(StatusCode::OK);
    for line in String::from_utf8_lossy(head).lines() {
        match line.split_once(": ") {
            Some(("Status", status)) => {
                let code = status.split(' ').next().and_then(|code| code.parse::<u16>().ok());
                response = response.status(code.expect("a status"));
            }
            Some((name, value)) => response = response.header(name, value),
            None => {}
        }
    }
    response.body(Body::from(content.to_vec())).expect("an answer")
}

/// A git host over ssh: an `sshd` of the test's own, that runs as whoever runs the test.
pub struct SshRemote {
    folder: TempDir,
    port: u16,
    child: Child,
}

impl SshRemote {
    /// Starts the host; nobody is let in yet.
    pub async fn start() -> SshRemote {
        let folder = tempfile::tempdir().expect("a folder");
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .expect("a port")
            .local_addr()
            .expect("an address")
            .port();
        std::fs::write(folder.path().join("authorized_keys"), "").expect("a file");
        // Where sshd runs as root it wants its folder for the unprivileged part.
        let _ = std::fs::create_dir("/run/sshd");
        let mut remote = SshRemote {
            child: sleeper(),
            folder,
            port,
        };
        remote.new_host_key();
        remote.restart().await;
        remote
    }

    /// Another host key, as if another machine had taken the host's place.
    pub fn new_host_key(&self) {
        let key = self.folder.path().join("host_key");
        let _ = std::fs::remove_file(&key);
        let made = Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-f"])
            .arg(&key)
            .status()
            .expect("ssh-keygen is installed: script/bootstrap --tests");
        assert!(made.success());
    }

    /// Starts the host anew.
    pub async fn restart(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let dir = self.folder.path().display();
        let config = format!(
            "Port {}\nListenAddress 127.0.0.1\nHostKey {dir}/host_key\nPidFile none\n\
             AuthorizedKeysFile {dir}/authorized_keys\nStrictModes no\nUsePAM no\n\
             PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\n",
            self.port
        );
        let file = self.folder.path().join("sshd_config");
        std::fs::write(&file, config).expect("a file");
        self.child = Command::new("/usr/sbin/sshd")
            .args(["-D", "-e", "-f"])
            .arg(&file)
            .stderr(Stdio::from(
                std::fs::File::create(self.folder.path().join("log")).expect("a log"),
            ))
            .spawn()
            .expect("sshd is installed: script/bootstrap --tests");
        for _ in 0..100 {
            if std::net::TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("sshd does not answer: {}", self.log());
    }

    /// What the host says.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Lets a key read one repository, and nothing else.
    pub fn let_in(&self, public_key: &str, bare: &Path) {
        let line = format!(
            "restrict,command=\"git-upload-pack '{}'\" {}\n",
            bare.display(),
            public_key.trim()
        );
        std::fs::write(self.folder.path().join("authorized_keys"), line).expect("a file");
    }

    /// The address of a repository.
    pub fn url(&self, bare: &Path) -> String {
        let user = Command::new("id").arg("-un").output().expect("id").stdout;
        let user = String::from_utf8(user).expect("a name");
        format!("ssh://{}@127.0.0.1:{}{}", user.trim(), self.port, bare.display())
    }
}

impl Drop for SshRemote {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Something to end before there is a host.
fn sleeper() -> Child {
    Command::new("true").spawn().expect("a program")
}
