//! The measurement from its beginning to its end.

use std::{
    io::Write,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use domain::classroom::check_in_code;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use server::{
    Config, Services, classroom::tables::attendance_mark, db, learning::tables::response,
    readiness::read_model::worker,
};
use uuid::Uuid;

use crate::{
    Result, bare,
    bench::{Load, Measured, Next, measure},
    classroom::{self, Classroom, Size},
    client::{Connection, get, post},
    courses::{self, COURSES, LESSONS, QUESTIONS, course_id, lesson_id, question_id},
    pages::{Weight, weigh},
    program::{Child, spawn},
    report::{self, Row, Target},
};

/// Connections that ask for pages.
const READERS: usize = 16;
/// How many check-ins there can be: enough for each to be a new one.
const CHECK_INS: usize = 40_000;

/// Measures the program; `seconds` for each row.
pub fn run(program: &Path, folder: &Path, seconds: u64, size: Size) -> Result<()> {
    // One thread asks, so that the load generator leaves as much of the machine as it can.
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let folder = tempfile::tempdir_in(folder)?;
            let bench = Bench::prepare(program, folder.path(), Duration::from_secs(seconds), size).await?;
            bench.run().await
        })
}

/// A classroom in a folder, with everybody's standings.
pub async fn made(folder: &Path, size: Size) -> Result<Classroom> {
    say(&format!("Making a classroom: {}", size.told()));
    let courses = folder.join("courses");
    courses::write(&courses)?;
    let services = Services::start(Config {
        listen: "127.0.0.1:0".to_owned(),
        database: None,
        data: folder.join("data"),
        courses,
        public_url: "http://localhost".to_owned(),
        zone: server::Zone::Asia__Tokyo,
        trusted_proxies: Vec::new(),
        ice_servers: Vec::new(),
        turn_secret: None,
        sources: Default::default(),
    })
    .await?;
    let classroom = classroom::fill(services, size).await?;
    let begun = Instant::now();
    let holder = Uuid::now_v7();
    while worker::round(&classroom.services, holder).await? {}
    let seconds = begun.elapsed().as_secs_f64();
    say(&format!("The standings of everybody were made in {seconds:.1} s"));
    Ok(classroom)
}

/// Makes a classroom in a folder and leaves it there; prints how to sign in to it.
pub fn make(folder: &Path, size: Size) -> Result<()> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let classroom = made(folder, size).await?;
            println!("coordinator: sign_in={}", classroom.coordinator.token);
            for learner in classroom.learners.iter().take(20) {
                println!("learner: sign_in={} /attempts/{}", learner.token, learner.attempt);
            }
            Ok(())
        })
}

struct Bench {
    folder: PathBuf,
    time: Duration,
    classroom: Arc<Classroom>,
    child: Child,
    address: SocketAddr,
    start_up: f64,
}

impl Bench {
    async fn prepare(program: &Path, folder: &Path, time: Duration, size: Size) -> Result<Bench> {
        let (data, courses) = (folder.join("data"), folder.join("courses"));
        let classroom = Arc::new(made(folder, size).await?);

        say("Starting the program three times");
        let mut starts = Vec::new();
        let (child, address) = loop {
            let (child, address, time) = spawn(program, &data, &courses).await?;
            starts.push(time.as_secs_f64());
            if starts.len() == 3 {
                break (child, address);
            }
            child.stop().await?;
        };
        starts.sort_by(f64::total_cmp);
        Ok(Bench {
            folder: folder.to_owned(),
            time,
            classroom,
            child,
            address,
            start_up: starts[1],
        })
    }

    async fn run(self) -> Result<()> {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let rest = self.child.memory();
        let disk = self.disk()?;
        let weights = self.weigh().await?;

        let mut rows = Vec::new();
        for brotli in [false, true] {
            let wire = if brotli { "brotli" } else { "plain" };
            let pages: [(&str, Next); 3] = [
                ("lesson page", self.lessons(brotli)),
                ("learner's home", self.home(brotli)),
                ("readiness board", self.board(brotli)),
            ];
            for (name, next) in pages {
                rows.push(self.row(format!("{name}, {wire}"), READERS, 200, next).await?);
            }
        }
        for (name, next) in [
            ("learner's home", self.home(false)),
            ("readiness board", self.board(false)),
        ] {
            let writing = self.write_all_the_time();
            let name = format!("{name}, plain, while answers are saved");
            rows.push(self.row(name, READERS, 200, next).await?);
            writing.abort();
        }
        for connections in [8, 64] {
            let row = self
                .row(
                    format!("answer saves, {connections} connections"),
                    connections,
                    200,
                    self.saves(),
                )
                .await?;
            rows.push(row);
        }
        self.check_saves(&rows).await?;
        rows.push(self.check_ins().await?);
        let load = self.child.memory();

        println!(
            "\nStart-up to the first answer: {:.2} s (the middle of three).",
            self.start_up
        );
        if let (Some((rest, _)), Some((now, most))) = (rest, load) {
            println!("Memory: {rest:.0} MB at rest, {now:.0} MB after the load, {most:.0} MB at most.");
        }
        println!("One row written to the disk and synced: {:.2} ms.", disk * 1000.0);
        report::speeds(&rows);
        report::weights(&weights);
        report::targets(&targets(
            &rows,
            &weights,
            load.map(|(_, most)| most),
            self.start_up,
        ));
        self.child.stop().await
    }

    /// Saves about a hundred answers a second until it is aborted: a page that is kept until something
    /// is written must be made anew all the time.
    fn write_all_the_time(&self) -> tokio::task::JoinHandle<()> {
        let (address, next) = (self.address, self.saves());
        tokio::spawn(async move {
            let Ok(mut connection) = Connection::open(address).await else {
                return;
            };
            for asked in 0.. {
                let Some(request) = next(0, asked) else { return };
                if connection.status(&request).await.is_err() {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        })
    }

    /// How long the disk takes to keep a small row, in seconds: the floor of every durable write.
    fn disk(&self) -> Result<f64> {
        let mut file = std::fs::File::create(self.folder.join("sync"))?;
        let begun = Instant::now();
        for _ in 0..200 {
            file.write_all(&[1; 200])?;
            file.sync_data()?;
        }
        Ok(begun.elapsed().as_secs_f64() / 200.0)
    }

    async fn weigh(&self) -> Result<Vec<(&'static str, Option<Weight>)>> {
        say("Weighing the pages");
        let learner = &self.classroom.learners[0];
        let (who, staff) = (learner.token.as_str(), self.classroom.coordinator.token.as_str());
        let course = format!("/courses/{}", course_id(0));
        let pages = [
            ("sign-in", "/sign-in".to_owned(), ""),
            ("learner's home", "/".to_owned(), who),
            ("course", course.clone(), who),
            ("lesson", format!("{course}/lessons/{}", lesson_id(0)), who),
            ("quiz, its door", format!("{course}/quizzes/final"), who),
            ("quiz, a question", format!("/attempts/{}", learner.attempt), who),
            ("learner's readiness", "/readiness".to_owned(), who),
            ("learner's check-in", "/check-in".to_owned(), who),
            ("coordinator's board", "/readiness/board".to_owned(), staff),
            ("cohorts", "/cohorts".to_owned(), staff),
        ];
        let mut weights = Vec::new();
        for (name, path, token) in pages {
            weights.push((name, weigh(self.address, &path, token).await?));
        }
        Ok(weights)
    }

    /// Measures the program, then the bare handler with the bytes of one of the program's answers.
    async fn row(&self, name: String, connections: usize, status: u16, next: Next) -> Result<Row> {
        say(&name);
        let Some(first) = next(0, 0) else {
            return Err("nothing to ask".into());
        };
        let answer = Connection::open(self.address).await?.ask(&first).await?;
        if answer.status != status {
            say(&format!("{name}: the program answers {}", answer.status));
            return Ok(Row {
                name,
                program: None,
                bare: None,
            });
        }
        let load = Load {
            connections,
            time: self.time,
            status,
        };
        let program = measure(self.address, load, next.clone()).await?;
        let file = self.folder.join("answer");
        bare::keep(&answer, &file)?;
        let (child, address) = bare::start(&file).await?;
        let bare = measure(address, load, next).await?;
        child.stop().await?;
        Ok(Row {
            name,
            program: Some(program),
            bare: Some(bare),
        })
    }

    fn lessons(&self, brotli: bool) -> Next {
        let classroom = self.classroom.clone();
        Arc::new(move |_, asked| {
            let learner = &classroom.learners[asked % classroom.learners.len()];
            let lesson = asked * 7 % (COURSES * LESSONS);
            let path = format!(
                "/courses/{}/lessons/{}",
                course_id(lesson / LESSONS),
                lesson_id(lesson % LESSONS)
            );
            Some(get(&path, &learner.token, brotli))
        })
    }

    fn home(&self, brotli: bool) -> Next {
        let classroom = self.classroom.clone();
        Arc::new(move |_, asked| {
            Some(get(
                "/",
                &classroom.learners[asked % classroom.learners.len()].token,
                brotli,
            ))
        })
    }

    fn board(&self, brotli: bool) -> Next {
        let request = get("/readiness/board", &self.classroom.coordinator.token, brotli);
        Arc::new(move |_, _| Some(request.clone()))
    }

    /// Each connection is a learner in a quiz; each answer has a new key.
    fn saves(&self) -> Next {
        let classroom = self.classroom.clone();
        Arc::new(move |connection, asked| {
            let learner = &classroom.learners[connection % classroom.learners.len()];
            let form = format!(
                "question={}&answer=choice-{}&key={}",
                question_id(asked % QUESTIONS),
                asked % 4 + 1,
                Uuid::now_v7()
            );
            Some(post(
                &format!("/attempts/{}/answers", learner.attempt),
                &learner.token,
                &form,
            ))
        })
    }

    /// Every answer that was acknowledged must be in the database.
    async fn check_saves(&self, rows: &[Row]) -> Result<()> {
        let said: usize = rows
            .iter()
            .filter(|row| row.name.starts_with("answer"))
            .filter_map(|row| Some(row.program.as_ref()?.answers))
            .sum();
        let attempts = self.classroom.learners.iter().map(|learner| learner.attempt);
        let kept = response::Entity::find()
            .filter(response::Column::AttemptId.is_in(attempts))
            .count(self.classroom.services.db.read())
            .await?;
        if (kept as usize) < said {
            return Err(format!("{said} answers were acknowledged, {kept} are in the database").into());
        }
        Ok(())
    }

    async fn check_ins(&self) -> Result<Row> {
        let running = (CHECK_INS / self.classroom.learners.len()).max(2);
        let sessions = classroom::run_sessions(&self.classroom, running).await?;
        let classroom = self.classroom.clone();
        let next: Next = Arc::new(move |_, asked| {
            let learners = classroom.learners.len();
            let (id, secret) = sessions.get(asked / learners)?;
            let code = check_in_code::code(secret.as_bytes(), *id, check_in_code::step_at(db::now()));
            let form = format!("code={code}&key={}", Uuid::now_v7());
            Some(post(
                &format!("/check-in/{id}"),
                &classroom.learners[asked % learners].token,
                &form,
            ))
        });
        let row = self
            .row("check-ins, 64 connections".to_owned(), 64, 303, next)
            .await?;
        let said = row.program.as_ref().map_or(0, |program| program.answers);
        let kept = attendance_mark::Entity::find()
            .filter(attendance_mark::Column::Method.eq("code"))
            .count(self.classroom.services.db.read())
            .await?;
        if (kept as usize) < said {
            return Err(format!("{said} check-ins were acknowledged, {kept} are in the database").into());
        }
        Ok(row)
    }
}

fn targets(
    rows: &[Row],
    weights: &[(&str, Option<Weight>)],
    memory: Option<f64>,
    start_up: f64,
) -> Vec<Target> {
    let speed = |start: &str| -> Option<&Measured> {
        rows.iter()
            .find(|row| row.name.starts_with(start))?
            .program
            .as_ref()
    };
    let share = |start: &str| {
        rows.iter()
            .find(|row| row.name.starts_with(start))
            .and_then(Row::share)
    };
    let weight = |page: &str| {
        weights
            .iter()
            .find(|(name, _)| *name == page)
            .and_then(|(_, weight)| weight.as_ref())
    };
    let lesson = weight("lesson");
    let kilobytes = |weight: Option<&Weight>| weight.map(|weight| weight.all() as f64 / 1000.0);
    let saves = [speed("answer saves, 8 "), speed("answer saves, 64 ")];
    let best = saves
        .into_iter()
        .flatten()
        .map(|m| m.per_second)
        .max_by(f64::total_cmp);
    vec![
        Target::at_least(
            "lesson page",
            3000.0,
            " a second",
            speed("lesson page, plain").map(|m| m.per_second),
        ),
        Target::at_least(
            "lesson page, compressed",
            3000.0,
            " a second",
            speed("lesson page, brotli").map(|m| m.per_second),
        ),
        Target::at_least(
            "lesson page, share of the bare handler",
            0.4,
            "",
            share("lesson page, plain"),
        ),
        Target::at_least("answer saves on disk", 2000.0, " a second", best),
        Target::at_least(
            "check-ins",
            2000.0,
            " a second",
            speed("check-ins").map(|m| m.per_second),
        ),
        Target::at_most("memory under load", 80.0, " MB", memory),
        Target::at_most("start-up", 0.5, " s", Some(start_up)),
        Target::at_most("lesson page in all", 25.0, " kB", kilobytes(lesson)),
        Target::at_most(
            "WASM of a lesson page",
            0.0,
            " bytes",
            lesson.map(|weight| weight.wasm as f64),
        ),
        Target::at_most(
            "quiz page in all",
            150.0,
            " kB",
            kilobytes(weight("quiz, a question")),
        ),
    ]
}

fn say(what: &str) {
    eprintln!("==> {what}");
}
