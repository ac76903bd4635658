//! The power goes out in the middle of a test: `kill -9` while 200 learners save answers. Whatever
//! was acknowledged is there after the restart, as it was given.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where something is wrong"
)]

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use domain::identity::Role;
use http_tests::{Classroom, Database};
use sea_orm::EntityTrait;
use server::{
    Services,
    learning::{attempts, tables::response},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use uuid::Uuid;

const LEARNERS: usize = 200;
/// The power goes out once so many answers are acknowledged.
const ENOUGH: usize = 600;

/// The program as built beside this test.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("this test is a file");
    let folder = test
        .parent()
        .and_then(Path::parent)
        .expect("it lies in target/debug/deps");
    let program = folder.join("kakehashi");
    assert!(
        program.is_file(),
        "{} is missing: run script/build, or script/test.",
        program.display()
    );
    program
}

struct Running {
    child: Child,
    address: String,
}

impl Running {
    /// Starts the program and waits until it answers.
    async fn start(data: &Path, courses: &Path) -> Running {
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = free.local_addr().expect("its address").to_string();
        drop(free);
        let child = Command::new(program())
            .args(["serve", "--listen", &address])
            .arg("--data")
            .arg(data)
            .arg("--courses")
            .arg(courses)
            .env_remove("KAKEHASHI_DATABASE")
            .env_remove("KAKEHASHI_DEMO")
            .env_remove("MALLOC_ARENA_MAX")
            .env_remove("GLIBC_TUNABLES")
            .stdout(Stdio::null())
            .spawn()
            .expect("the program starts");
        let running = Running { child, address };
        let id = running.child.id();
        let began = Instant::now();
        while Connection::open(&running.address).await.is_none() {
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "the program does not answer"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        // However it is started, it keeps its memory together, as the same process.
        if cfg!(all(target_os = "linux", target_env = "gnu")) {
            let settings = std::fs::read_to_string(format!("/proc/{id}/environ")).expect("it runs");
            assert!(settings.split('\0').any(|it| it == "MALLOC_ARENA_MAX=2"));
        }
        running
    }

    /// `kill -9`.
    fn kill(&mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it is gone");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// As little of an HTTP client as the test needs, so that nothing retries behind its back.
struct Connection(TcpStream);

impl Connection {
    async fn open(address: &str) -> Option<Connection> {
        Some(Connection(TcpStream::connect(address).await.ok()?))
    }

    /// Posts a form; gives the status code, or nothing when the line went dead before it came.
    async fn post(&mut self, path: &str, token: &str, form: &str) -> Option<u16> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\ncookie: sign_in={token}\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
            form.len()
        );
        self.0.write_all(request.as_bytes()).await.ok()?;
        let mut got = Vec::new();
        loop {
            if self.0.read_buf(&mut got).await.ok()? == 0 {
                return None;
            }
            let text = String::from_utf8_lossy(&got);
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let length = head
                    .to_lowercase()
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
                if body.len() >= length.unwrap_or(0) {
                    return head.get(9..12)?.parse().ok();
                }
            }
        }
    }
}

/// An acknowledged answer.
struct Acknowledged {
    key: Uuid,
    attempt: Uuid,
    answer: String,
}

/// Saves answers until the line is dead; gives those that were acknowledged.
async fn save_until_the_end(
    address: String,
    token: String,
    attempt: Uuid,
    total: Arc<AtomicUsize>,
) -> Vec<Acknowledged> {
    let mut acknowledged = Vec::new();
    let Some(mut connection) = Connection::open(&address).await else {
        return acknowledged;
    };
    let path = format!("/attempts/{attempt}/answers");
    loop {
        let key = Uuid::now_v7();
        let answer = format!("answer {key}");
        let form = format!("question=name&key={key}&answer=answer+{key}");
        match connection.post(&path, &token, &form).await {
            Some(200) => {
                acknowledged.push(Acknowledged { key, attempt, answer });
                total.fetch_add(1, Ordering::Relaxed);
            }
            Some(status) => panic!("an answer was refused with {status}"),
            None => return acknowledged,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_acknowledged_answer_survives_a_kill_in_the_middle() {
    let classroom = Classroom::new(Database::Sqlite).await;
    let config = classroom.services.config.clone();
    let mut learners = Vec::new();
    for person in classroom.learners(LEARNERS).await {
        let actor = classroom.actor(&person).await;
        assert!(actor.is(Role::Learner));
        let attempt = attempts::start(&actor, &classroom.services, "keys", "check")
            .await
            .expect("an attempt");
        learners.push((person.cookie("sign_in").expect("signed in"), attempt));
    }

    let mut running = Running::start(&config.data, &config.courses).await;
    let total = Arc::new(AtomicUsize::new(0));
    let savers: Vec<_> = learners
        .iter()
        .cloned()
        .map(|(token, attempt)| {
            tokio::spawn(save_until_the_end(
                running.address.clone(),
                token,
                attempt,
                total.clone(),
            ))
        })
        .collect();
    let began = Instant::now();
    while total.load(Ordering::Relaxed) < ENOUGH {
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "only {} answers were saved",
            total.load(Ordering::Relaxed)
        );
        assert!(
            !savers.iter().any(tokio::task::JoinHandle::is_finished),
            "a learner was cut off before the kill"
        );
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    running.kill();
    let mut acknowledged = Vec::new();
    for saver in savers {
        acknowledged.extend(saver.await.expect("no answer was refused"));
    }
    assert!(acknowledged.len() >= ENOUGH);

    // It starts again by itself, and learners go on where they were.
    let running = Running::start(&config.data, &config.courses).await;
    let (token, attempt) = &learners[0];
    let mut connection = Connection::open(&running.address).await.expect("it answers");
    let form = format!("question=copy&key={}&answer=c", Uuid::now_v7());
    assert_eq!(
        connection
            .post(&format!("/attempts/{attempt}/answers"), token, &form)
            .await,
        Some(200)
    );
    drop(running);

    let services = Services::start(config).await.expect("the database opens");
    let kept: std::collections::HashMap<Uuid, response::Model> = response::Entity::find()
        .all(services.db.read())
        .await
        .expect("the answers can be read")
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let lost = acknowledged
        .iter()
        .filter(|saved| {
            !kept.get(&saved.key).is_some_and(|row| {
                row.attempt_id == saved.attempt
                    && row.question_id == "name"
                    && row.answer.contains(&saved.answer)
            })
        })
        .count();
    assert_eq!(lost, 0, "of {} acknowledged answers", acknowledged.len());
}
