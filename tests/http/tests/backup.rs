//! A backup brings back what was there when it was made, to the row; on both databases.

use domain::identity::Role;
use http_tests::{Classroom, on_both};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use server::{Config, Services, backup};

/// Every row of every table, as text.
async fn all(db: &DatabaseConnection) -> Vec<String> {
    let backend = db.get_database_backend();
    let tables = match backend {
        sea_orm::DbBackend::Sqlite => {
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        }
        _ => "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1",
    };
    let mut found = Vec::new();
    for table in db
        .query_all_raw(Statement::from_string(backend, tables))
        .await
        .unwrap()
    {
        let table: String = table.try_get_by_index(0).unwrap();
        let rows = db
            .query_all_raw(Statement::from_string(
                backend,
                format!("SELECT * FROM \"{table}\""),
            ))
            .await
            .unwrap();
        let mut rows: Vec<String> = rows.iter().map(|row| format!("{table}: {row:?}")).collect();
        rows.sort();
        found.extend(rows);
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_backup_is_row_by_row_what_was_there() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom.person("先", &[Role::Administrator]).await;
        let config = classroom.services.config.clone();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("backup.zip");
        let before = all(classroom.services.db.read()).await;

        let rows = backup::write(&config, &file).await.unwrap();
        assert!(rows > 0);
        assert!(
            backup::write(&config, &file).await.is_err(),
            "an older backup stays"
        );
        classroom.person("後", &[Role::Learner]).await;
        let keys = std::fs::read(config.data.join("keys")).unwrap();
        std::fs::write(config.data.join("keys"), "9".repeat(64)).unwrap();
        assert_ne!(all(classroom.services.db.read()).await, before);

        let held = backup::DataLock::shared(&config.data).unwrap();
        assert!(held.is_some());
        assert!(backup::restore(&config, &file).await.is_err(), "a server runs");
        drop(held);

        let folder_kept = classroom.stop().await;
        let aside = backup::restore(&config, &file).await.unwrap();
        assert!(aside.is_dir());
        assert_eq!(std::fs::read(config.data.join("keys")).unwrap(), keys);
        let again = Services::start(config).await.unwrap();
        assert_eq!(all(again.db.read()).await, before);
        drop(folder_kept);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_backup_is_refused_and_nothing_is_moved() {
    let classroom = Classroom::new(http_tests::Database::Sqlite).await;
    let config = classroom.services.config.clone();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.zip");
    backup::write(&config, &file).await.unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    std::fs::write(&file, bytes).unwrap();
    assert!(backup::restore(&config, &file).await.is_err());
    assert!(config.data.join("kakehashi.sqlite").exists());
}

/// What operators do: stop, copy the old file over the new one, start. The newer log beside it must not
/// bring back what was to be undone.
#[tokio::test(flavor = "multi_thread")]
async fn an_old_file_copied_over_the_database_is_what_the_server_starts_with() {
    let folder = tempfile::tempdir().unwrap();
    let classroom = Classroom::new(http_tests::Database::Sqlite).await;
    let config = Config {
        data: folder.path().join("data"),
        ..classroom.services.config.clone()
    };
    let database = config.data.join("kakehashi.sqlite");
    let old = folder.path().join("old.sqlite");
    {
        let services = Services::start(config.clone()).await.unwrap();
        services.db.own(&config).await.unwrap();
        sqlite(&services, "PRAGMA wal_checkpoint(TRUNCATE)").await;
        std::fs::copy(&database, &old).unwrap();
    }
    let services = Services::start(config.clone()).await.unwrap();
    services.db.own(&config).await.unwrap();
    sqlite(
        &services,
        "INSERT INTO secret (name, value, created_at) VALUES ('later', 'x', '2026-01-01T00:00:00Z')",
    )
    .await;
    // As after a power cut: the log was never folded into the file.
    let wal = folder.path().join("data/kakehashi.sqlite-wal");
    let log = std::fs::read(&wal).unwrap();
    assert!(!log.is_empty());
    drop(services);
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    std::fs::copy(&old, &database).unwrap();
    std::fs::write(&wal, log).unwrap();

    let again = Services::start(config).await.unwrap();
    let later = again
        .db
        .read()
        .query_one_raw(Statement::from_string(
            sea_orm::DbBackend::Sqlite,
            "SELECT COUNT(*) FROM secret WHERE name = 'later'",
        ))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(later.try_get_by_index::<i64>(0).unwrap(), 0);
}

async fn sqlite(services: &Services, sql: &str) {
    services
        .db
        .write()
        .query_all_raw(Statement::from_string(sea_orm::DbBackend::Sqlite, sql))
        .await
        .unwrap();
}
