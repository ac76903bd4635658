//! A new database for each test: embedded, and in the PostgreSQL of `KAKEHASHI_TEST_POSTGRES`.

use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// Where a test's classroom keeps its data.
#[derive(Clone, Debug)]
pub enum Database {
    /// A file of its own.
    Sqlite,
    /// A database of its own at this address.
    Postgres(String),
}

/// Runs a test on SQLite, and on PostgreSQL when there is one: `script/test` starts one, and so does
/// `script/with-postgres cargo test -p http-tests`.
pub async fn on_both(test: impl AsyncFn(Database)) {
    test(Database::Sqlite).await;
    let Ok(server) = std::env::var("KAKEHASHI_TEST_POSTGRES") else {
        return;
    };
    let admin = sea_orm::Database::connect(&server)
        .await
        .expect("KAKEHASHI_TEST_POSTGRES can be reached");
    let name = format!("http_{}", Uuid::now_v7().simple());
    admin
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .expect("a database can be made");
    let (before, _) = server.rsplit_once('/').expect("the address ends in a database");
    test(Database::Postgres(format!("{before}/{name}"))).await;
    // Connections of the finished test may still be closing.
    admin
        .execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)"))
        .await
        .expect("it can be removed");
}
