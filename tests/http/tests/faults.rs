//! When something goes wrong on our side: the person reads a number, the log has the cause under it.

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use domain::identity::Role;
use http_tests::{Classroom, on_both};
use sea_orm::ConnectionTrait;

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Its lines about a request, without those before.
    fn of(&self, id: &str) -> String {
        let text = String::from_utf8(std::mem::take(&mut *self.0.lock().unwrap())).unwrap();
        text.lines()
            .filter(|line| line.contains(id))
            .collect::<Vec<_>>()
            .join("\n")
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_fault_is_shown_by_its_number_and_logged_with_its_cause() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _here = tracing::subscriber::set_default(subscriber);
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        learner.get("/help").await.expect(200);
        let db = classroom.services.db.write();
        db.execute_unprepared("DROP TABLE help_request").await.unwrap();

        let page = learner.get("/help").await.expect(500);
        let id = page.header("x-request-id").to_owned();
        let told = log.of(&id);
        // What the database said, and of what.
        assert!(
            told.contains("database: ") && told.contains("help_request"),
            "{told}"
        );
        assert!(told.contains("path=\"/help\""), "{told}");
        page.shows(&format!("tell the classroom this number: {id}"))
            .hides("help_request")
            .hides("database");

        // Where not even the person can be read, there is no page.
        classroom.services.db.close().await.unwrap();
        classroom.services.sign_ins.forget_all();
        let page = learner.get("/help").await.expect(500);
        let id = page.header("x-request-id").to_owned();
        assert!(log.of(&id).contains("database: "), "{id}");
        page.shows(&format!("(number {id})")).hides("database");
    })
    .await;
}
