//! An older database, with rows in it, is brought up to date.

use http_tests::{Classroom, Database, on_both};
use migrations::Migrator;
use sea_orm::{ConnectionTrait, sea_query::Query};
use sea_orm_migration::MigratorTrait;
use server::db::now;
use uuid::Uuid;

#[tokio::test]
async fn a_database_of_the_first_schema_keeps_its_people() {
    on_both(async |database| {
        let classroom = Classroom::new(database.clone()).await;
        let url = match &database {
            Database::Sqlite => format!(
                "sqlite://{}",
                classroom.services.config.data.join("kakehashi.sqlite").display()
            ),
            Database::Postgres(url) => url.clone(),
        };
        let db = sea_orm::Database::connect(url).await.unwrap();
        // Back to the first schema, which also shows that each step down works.
        let later = u32::try_from(Migrator::migrations().len()).unwrap() - 1;
        Migrator::down(&db, Some(later)).await.unwrap();
        let row = Query::insert()
            .into_table("person")
            .columns(["id", "name", "lang", "created_at"])
            .values_panic([Uuid::now_v7().into(), "Sato".into(), "en".into(), now().into()])
            .to_owned();
        db.execute(&row).await.unwrap();
        Migrator::up(&db, None).await.unwrap();
        Migrator::up(&db, None).await.unwrap();
        let administrator = classroom
            .person("Mori", &[domain::identity::Role::Administrator])
            .await;
        administrator.get("/people").await.expect(200).shows("Sato");
    })
    .await;
}
