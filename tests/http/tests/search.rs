//! The one search box: finds what looking through every text finds, what beginners type, and only what the one
//! who looks may see.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    Lang, folding,
    identity::Role,
    search::{annotated, wanted::Word},
};
use http_tests::{Classroom, Person, on_both};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, Value};
use server::{
    Services,
    db::search::{Asked, See, search},
};

/// Numbers that are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

async fn all(db: &DatabaseConnection, sql: &str, values: Vec<Value>) -> Vec<sea_orm::QueryResult> {
    let backend = db.get_database_backend();
    db.query_all_raw(Statement::from_sql_and_values(backend, sql, values))
        .await
        .unwrap()
}

/// Writes what each field of each text is looked for as, one row each; gives them.
async fn folded_fields(services: &Services) -> Vec<(String, String)> {
    let db = services.db.write();
    db.execute_unprepared("CREATE TABLE looked_in (name TEXT, folded TEXT)")
        .await
        .unwrap();
    let sql = "SELECT t.link, t.anchor, t.title, t.heading, t.body FROM search_text t \
               JOIN search_shelf s ON s.id = t.shelf_id WHERE s.lang = 'ja'";
    let mut fields = Vec::new();
    for row in all(db, sql, Vec::new()).await {
        let text = |at: usize| row.try_get_by_index::<String>(at).unwrap();
        let name = format!("{}#{}", text(0), text(1));
        let called = if text(3).is_empty() { text(2) } else { text(3) };
        for field in [called, text(4)] {
            fields.push((name.clone(), folding::search(&annotated::written(&field))));
            if let Some(read) = annotated::read_out(&field) {
                fields.push((name.clone(), folding::search(&read)));
            }
        }
    }
    for some in fields.chunks(200) {
        let places: Vec<String> = (0..some.len())
            .map(|at| format!("(${}, ${})", 2 * at + 1, 2 * at + 2))
            .collect();
        let values = some
            .iter()
            .flat_map(|(name, folded)| [Value::from(name.clone()), Value::from(folded.clone())]);
        let sql = format!("INSERT INTO looked_in VALUES {}", places.join(", "));
        let backend = db.get_database_backend();
        db.execute_raw(Statement::from_sql_and_values(backend, sql, values))
            .await
            .unwrap();
    }
    fields
}

#[tokio::test]
async fn what_is_found_is_what_the_database_finds_by_looking_through_every_text() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom.add_curriculum().await;
        let services = &classroom.services;
        let fields = folded_fields(services).await;
        let mut numbers = Numbers(24);
        for _ in 0..500 {
            let (_, text) = &fields[numbers.below(fields.len())];
            let letters: Vec<char> = text.chars().collect();
            if letters.is_empty() {
                continue;
            }
            let from = numbers.below(letters.len());
            let to = (from + 1 + numbers.below(8)).min(letters.len());
            let word: String = letters[from..to].iter().collect();
            let pattern = word.replace('!', "!!").replace('%', "!%").replace('_', "!_");
            let sql = "SELECT DISTINCT name FROM looked_in WHERE folded LIKE $1 ESCAPE '!'";
            let seen: BTreeSet<String> = all(services.db.read(), sql, vec![format!("%{pattern}%").into()])
                .await
                .iter()
                .map(|row| row.try_get_by_index(0).unwrap())
                .collect();
            let asked = Asked {
                words: &[Word {
                    spellings: vec![word.clone()],
                }],
                see: &[See::SignedIn],
                lang: Lang::Ja,
                after: 0,
                most: usize::MAX,
            };
            let found = search(services.db.read(), &asked).await.unwrap();
            let found: BTreeSet<String> = found
                .hits
                .iter()
                .map(|hit| format!("{}#{}", hit.text.link, hit.text.anchor))
                .collect();
            assert_eq!(found, seen, "{word:?}");
        }
    })
    .await;
}

/// What a beginner types, and what must be among the first three.
const TYPED: &[(&str, &str)] = &[
    ("マウス", "/courses/it-basics/lessons/mouse"),
    ("まうす", "/courses/it-basics/lessons/mouse"),
    ("ﾏｳｽ", "/courses/it-basics/lessons/mouse"),
    ("マウスの持ち方", "/courses/it-basics/lessons/mouse"),
    ("キーボード", "keyboard"),
    ("wifi", "wi"),
    ("Wi-Fi", "wi"),
    ("ＷｉＦｉ", "wi"),
    ("ワイファイ", "wi"),
    ("わいふぁい", "wi"),
    ("無線LAN", "wi"),
    ("パスワード", "password"),
    ("ぱすわーど", "password"),
    ("印刷", "/courses/it-basics/lessons/printing"),
    ("いんさつ", "/courses/it-basics/lessons/printing"),
    ("プリンターで印刷", "/courses/it-basics/lessons/printing"),
    ("保存", "/courses/it-basics/lessons/files"),
    ("ほぞん", "/courses/it-basics/lessons/files"),
    ("検索", "/courses/internet/lessons/searching"),
    ("けんさく", "/courses/internet/lessons/searching"),
    ("メールを書く", "/courses/internet/lessons/mail-write"),
    ("メール 返事", "/courses/internet/lessons/mail-write"),
    ("添付", "/courses/internet/lessons/attachments"),
    ("てんぷ", "/courses/internet/lessons/attachments"),
    ("迷惑メール", "/courses/internet/lessons/mail-read"),
    ("スマホ", "/courses/smartphone"),
    ("フォルダー", "/courses/it-basics/lessons/folders"),
    ("フォルダ", "/courses/it-basics/lessons/folders"),
    ("コピー", "/courses/it-basics/lessons/copy-move"),
    ("USBメモリ", "/courses/it-basics/lessons/usb"),
    ("日本語を入力", "/courses/it-basics/lessons/japanese-input"),
    ("大文字", "/courses/it-basics/lessons/shift-keys"),
    ("QRコード", "qr"),
    ("詐欺", "/glossary#scam"),
    ("さぎ", "/glossary#scam"),
    ("電源を切る", "/glossary#shut-down"),
    ("時刻表", "/courses/internet/lessons/maps"),
    ("請求書", "/courses/documents/lessons/quotation-invoice"),
    ("履歴書", "/courses/documents/lessons/cv"),
    ("テレワーク", "/courses/telework"),
    ("二段階認証", "/courses/safety/lessons/two-step"),
    ("password", "password"),
    ("keyboard", "keyboard"),
];

/// The addresses that a page of what was found leads to, in order.
fn found(body: &str) -> Vec<String> {
    let list = body
        .split_once("<ol class=\"found\">")
        .map_or("", |(_, rest)| rest);
    list.split("<li")
        .skip(1)
        .filter_map(|item| Some(item.split_once("<a href=\"")?.1.split_once('"')?.0.to_owned()))
        .collect()
}

async fn look(person: &Person, typed: &str) -> http_tests::Answer {
    let query = serde_urlencoded::to_string([("q", typed)]).unwrap();
    person.get(&format!("/search?{query}")).await.expect(200)
}

#[tokio::test]
async fn what_beginners_type_finds_what_they_mean_among_the_first_three() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        classroom.add_curriculum().await;
        let learner = classroom.person("Sato", &[Role::Learner]).await.reading("ja");
        let mut wrong = Vec::new();
        for (typed, wanted) in TYPED {
            let found = found(&look(&learner, typed).await.body);
            if !found.iter().take(3).any(|link| link.contains(wanted)) {
                wrong.push(format!("{typed}: {:?}", found.iter().take(4).collect::<Vec<_>>()));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        let english = learner.reading("en");
        for (typed, wanted) in [
            ("printing", "printing"),
            ("キーボード", "keyboard"),
            ("Wi-Fi", "wi"),
        ] {
            let found = found(&look(&english, typed).await.body);
            assert!(
                found.iter().take(3).any(|link| link.contains(wanted)),
                "{typed}: {found:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_publication_is_found_at_once_by_every_program_and_a_lost_index_is_made_again() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let services = &classroom.services;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        look(&learner, "copy").await.shows("/courses/keys/lessons/copy");
        look(&learner, "wombat").await.shows("Nothing was found");
        let other: Arc<Services> = Services::open(services.config.clone()).await.unwrap();
        classroom
            .edit_course("keys/copy.en.md", "Copy", "Wombat Copy")
            .await;
        look(&learner, "wombat")
            .await
            .shows("<mark>Wombat</mark>")
            .shows("/courses/keys/lessons/copy");
        // The other program comes to the same, and changes nothing.
        let versions = async || {
            let sql = "SELECT name, version FROM search_shelf ORDER BY name";
            let rows = all(services.db.read(), sql, Vec::new()).await;
            let text = |row: &sea_orm::QueryResult, at| row.try_get_by_index::<String>(at).unwrap();
            rows.iter()
                .map(|row| (text(row, 0), text(row, 1)))
                .collect::<Vec<_>>()
        };
        let before = versions().await;
        other.catalog.reload(&other.db).await.unwrap();
        assert_eq!(versions().await, before);
        other.db.close().await.unwrap();
        // As if the program had ended between the publication and its index.
        for lost in [
            "DELETE FROM search_bucket",
            "DELETE FROM search_text",
            "DELETE FROM search_shelf",
        ] {
            services.db.write().execute_unprepared(lost).await.unwrap();
        }
        look(&learner, "wombat").await.shows("Nothing was found");
        let again = Services::open(services.config.clone()).await.unwrap();
        assert_eq!(versions().await, before);
        again.db.close().await.unwrap();
        look(&learner, "wombat").await.shows("<mark>Wombat</mark>");
        // What is withdrawn is found no more.
        std::fs::remove_dir_all(classroom.course_file("keys")).unwrap();
        std::fs::remove_dir_all(classroom.course_file("readiness")).unwrap();
        classroom.add_course("kinds").await;
        look(&learner, "wombat").await.hides("/courses/keys/lessons/copy");
    })
    .await;
}

#[tokio::test]
async fn people_and_openings_are_found_by_those_who_may_look_for_them() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Umeda Sakura", &[Role::Learner]).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let coordinator = classroom.person("Kato", &[Role::Coordinator]).await;
        let form = [("name", "Sakura Trading"), ("contact_name", "Abe")];
        coordinator.post("/employers", &form).await.expect(303);
        classroom.class(&instructor, &[]).await;
        let person = format!("/people/{}", learner.id());
        look(&learner, "sakura").await.hides(&person).hides("Trading");
        look(&instructor, "ｓａｋｕｒａ")
            .await
            .shows(&person)
            .hides("Trading");
        look(&coordinator, "SAKURA")
            .await
            .shows(&person)
            .shows("Sakura Trading");
        look(&instructor, "Tuesday").await.shows("/cohorts/");
        look(&learner, "Tuesday").await.shows("Nothing was found");
    })
    .await;
}

#[tokio::test]
async fn what_is_typed_stays_text_has_an_end_and_is_in_no_record() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        learner.get("/search").await.expect(200).hides("class=\"found\"");
        let evil = "\"><script>alert(1)</script>";
        look(&learner, evil).await.hides("<script>alert").shows("/help");
        look(&learner, &"あ".repeat(101)).await.shows("too long");
        for nothing in [" ", "\u{200b}", "%", "!", "_"] {
            look(&learner, nothing).await.hides("class=\"found\"");
        }
        look(&learner, "walrus").await;
        let services = &classroom.services;
        let noted = all(
            services.db.read(),
            "SELECT detail FROM audit_entry WHERE detail LIKE '%walrus%'",
            Vec::new(),
        );
        assert!(noted.await.is_empty());
    })
    .await;
}
