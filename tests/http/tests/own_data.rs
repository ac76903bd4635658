//! A person's own data: shown and saved in full, erased in full; every table has its rule.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use domain::{Lang, identity::Role};
use http_tests::{Classroom, Database, Person, on_both};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query},
};
use server::{
    Services,
    db::{
        cell::Cell,
        now,
        schema::{Column, Kind, Schema},
    },
    identity::{
        own_data::{
            keeping::{Goes, Since},
            rules::{self, PersonalTable, Subject},
            save, times,
        },
        tables::audit_entry,
    },
};
use uuid::Uuid;

const NAME: &str = "Mizushima Namiko";
/// The name as it is searched.
const FOLDED: &str = "mizushimanamiko";
const KANA: &str = "みずしまなみこ";
const EMAIL: &str = "namiko-mizushima";
const PHONE: &str = "090-0000-7346";

/// Columns with words of a list, which the filler below cannot guess.
const WORDS: &[(&str, &str, &str)] = &[
    ("person_role", "role", "learner"),
    ("attendance_mark", "mark", "present"),
    ("attendance_mark", "previous", "absent"),
    ("attendance_mark", "method", "code"),
    ("checklist_entry", "how", "observed"),
    ("decision", "verdict", "ready"),
    ("standing", "state", "ready"),
    ("opening", "work_mode", "telework"),
    ("referral_answer", "answer", "yes"),
    ("contact", "outcome", "going-well"),
    ("contact", "visibility", "team"),
    ("data_request", "kind", "correction"),
    ("data_request", "outcome", "done"),
    ("data_request", "proof", r#"{"lines":[],"name_held":false}"#),
    ("provision", "basis", "consent"),
    ("kit", "kind", "computer"),
    ("measurement", "measure", "camera"),
    ("information_session", "about", "telework"),
    ("information_session", "state", "published"),
    ("registration", "state", "registered"),
    ("registration", "source", "web"),
    ("reception_tap", "kind", "came"),
    ("registration_call", "outcome", "thinking"),
    ("workplace", "decision", "fine"),
    ("incident", "kind", "other"),
    ("kit", "state", "lent"),
    ("loan", "agreed_how", "own"),
    ("loan", "ended_how", "back"),
    ("kit_event", "what", "lent"),
];

/// What was written in a column, and stands nowhere else.
fn mark(table: &str, column: &str) -> String {
    format!("written-in-{table}-{column}")
}

/// A row about a person in every table that has a rule, with what it refers to.
struct Filler<'a> {
    services: &'a Services,
    schema: Schema,
    person: Uuid,
    staff: Uuid,
    rows: BTreeMap<String, Uuid>,
    /// Leave these columns empty.
    empty: &'a [(&'a str, &'a str)],
}

impl Filler<'_> {
    async fn fill(&mut self, table: &str) -> Uuid {
        if let Some(id) = self.rows.get(table) {
            return *id;
        }
        let id = Uuid::now_v7();
        self.rows.insert(table.to_owned(), id);
        let columns = self.schema.columns(table).to_vec();
        assert!(!columns.is_empty(), "there is no table {table}");
        let rule = rules::rule(self.services, table).copied();
        let mut values = Vec::new();
        for column in &columns {
            values.push(
                Box::pin(self.value(table, rule.as_ref(), column, id))
                    .await
                    .value(),
            );
        }
        let insert = Query::insert()
            .into_table(table.to_owned())
            .columns(columns.iter().map(|column| column.name.clone()))
            .values_panic(values)
            .to_owned();
        let done = self.services.db.write().execute(&insert).await;
        if let Err(error) = done {
            panic!("no row of {table} can be made: {error}. Does WORDS lack a word of a list?");
        }
        id
    }

    async fn value(&mut self, table: &str, rule: Option<&PersonalTable>, column: &Column, id: Uuid) -> Cell {
        let name = column.name.as_str();
        let subject = rule.is_some_and(
            |rule| matches!(rule.subject, Subject::Person(of) | Subject::Either(of, _) if of == name),
        );
        match column.kind {
            _ if self.empty.contains(&(table, name)) => Cell::Empty,
            Kind::Uuid if subject => Cell::Uuid(self.person),
            Kind::Uuid if column.of.as_deref() == Some("person") => Cell::Uuid(self.staff),
            Kind::Uuid if column.of.is_some() => Cell::Uuid(self.fill(column.of.as_deref().unwrap()).await),
            Kind::Uuid if name == "id" => Cell::Uuid(id),
            Kind::Uuid if rule.is_some_and(|rule| rule.acts.contains(&name)) => Cell::Uuid(self.staff),
            Kind::Uuid if column.nullable => Cell::Empty,
            Kind::Uuid => Cell::Uuid(Uuid::now_v7()),
            Kind::Text => Cell::Text(self.text(table, rule, name, id)),
            Kind::Time => Cell::Time(now() - TimeDelta::hours(1)),
            Kind::Date => Cell::Date(now().date_naive()),
            Kind::Int | Kind::Big => Cell::Int(1),
            Kind::Real => Cell::Real(1.0),
            Kind::Bool => Cell::Bool(true),
            Kind::Bytes => Cell::Bytes(mark(table, name).into_bytes()),
        }
    }

    fn text(&self, table: &str, rule: Option<&PersonalTable>, name: &str, id: Uuid) -> String {
        let word = WORDS
            .iter()
            .find(|(of, column, _)| (*of, *column) == (table, name));
        if let Some((.., word)) = word {
            return (*word).to_owned();
        }
        let free = rule.is_some_and(|rule| {
            rule.subject != Subject::Nobody && rule.free.iter().any(|free| free.column == name)
        });
        if free {
            return mark(table, name);
        }
        if rule.is_some_and(|rule| rule.secrets.contains(&name)) {
            return format!("secret-{id}");
        }
        "x".to_owned()
    }
}

struct Scene {
    classroom: Classroom,
    administrator: Person,
    coordinator: Person,
    person: Person,
}

impl Scene {
    /// A person about whom there is a row in every table.
    async fn new(database: Database, empty: &[(&str, &str)]) -> Scene {
        let classroom = Classroom::new(database).await;
        let administrator = classroom.person("Mori", &[Role::Administrator]).await;
        let coordinator = classroom.person("Kato", &[Role::Coordinator]).await;
        let person = classroom.person(NAME, &[]).await;
        let services = &classroom.services;
        let named = Query::update()
            .table("person")
            .value("kana", KANA)
            .value("email", EMAIL)
            .value("phone", PHONE)
            .and_where(Expr::col("id").eq(person.id()))
            .to_owned();
        services.db.write().execute(&named).await.unwrap();
        let schema = Schema::read(services.db.read()).await.unwrap();
        let mut filler = Filler {
            services,
            schema,
            person: person.id(),
            staff: coordinator.id(),
            rows: BTreeMap::from([("person".to_owned(), person.id())]),
            empty,
        };
        for rule in rules::tables(services) {
            if rule.subject != Subject::Nobody {
                filler.fill(rule.table).await;
            }
        }
        // A law's record holds the name as it was.
        let given = Query::update()
            .table("provision")
            .value("person_name", NAME)
            .to_owned();
        services.db.write().execute(&given).await.unwrap();
        let about = audit_entry::Model {
            id: Uuid::now_v7(),
            at: now(),
            actor_id: Some(coordinator.id()),
            action: "cohort.changed".to_owned(),
            subject_id: None,
            detail: format!("{NAME} moved"),
        };
        let about = sea_orm::IntoActiveModel::into_active_model(about);
        sea_orm::ActiveModelTrait::insert(about, services.db.write())
            .await
            .unwrap();
        Scene {
            classroom,
            administrator,
            coordinator,
            person,
        }
    }

    /// Asks for an erasure; the request's address.
    async fn asks_for_erasure(&self) -> String {
        let form = [
            ("do", "ask"),
            ("kind", "erasure"),
            ("wish", "written-in-the-request"),
        ];
        self.person.post("/me/data", &form).await.expect(303);
        let list = self
            .coordinator
            .get("/data-requests?kind=erasure")
            .await
            .expect(200);
        let id = list.between("href=\"/data-requests/", "\"").unwrap();
        format!("/data-requests/{id}")
    }

    async fn erases(&self) -> String {
        let request = self.asks_for_erasure().await;
        self.coordinator
            .post(&request, &[("do", "erase")])
            .await
            .expect(303);
        self.administrator
            .post(&request, &[("do", "erase")])
            .await
            .expect(303);
        request
    }

    /// Every place in the database that holds what is the person's.
    async fn found(&self) -> BTreeSet<String> {
        let db = self.classroom.services.db.read();
        let schema = Schema::read(db).await.unwrap();
        let mut found = BTreeSet::new();
        for (table, columns) in &schema.tables {
            for column in columns {
                if !matches!(column.kind, Kind::Text | Kind::Bytes) {
                    continue;
                }
                let select = Query::select()
                    .column(column.name.clone())
                    .from(table.clone())
                    .to_owned();
                for row in db.query_all(&select).await.unwrap() {
                    let bytes = match Cell::read(&row, 0, column.kind).unwrap() {
                        Cell::Bytes(bytes) => bytes,
                        cell => cell.text().into_bytes(),
                    };
                    if is_the_persons(&bytes) {
                        found.insert(format!("{table}.{}", column.name));
                    }
                }
            }
        }
        found
    }

    /// Every file in the data folder that holds what is the person's.
    fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.classroom.services.config.data.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if is_the_persons(&std::fs::read(&path).unwrap()) {
                    found.push(path.display().to_string());
                }
            }
        }
        found
    }

    /// Makes everything of a table so many days older.
    async fn ages(&self, table: &str, column: &str, days: i64) {
        let update = Query::update()
            .table(table.to_owned())
            .value(column.to_owned(), now() - TimeDelta::days(days))
            .to_owned();
        self.classroom.services.db.write().execute(&update).await.unwrap();
    }
}

fn is_the_persons(bytes: &[u8]) -> bool {
    [NAME, FOLDED, KANA, EMAIL, PHONE, "written-in-"]
        .iter()
        .any(|words| bytes.windows(words.len()).any(|part| part == words.as_bytes()))
}

/// Columns that name people whose reference the database does not know.
fn names_people(column: &Column) -> bool {
    column.kind == Kind::Uuid
        && (column.of.as_deref() == Some("person")
            || column.name.ends_with("_by")
            || ["person_id", "by_person", "actor_id", "grader_id"].contains(&column.name.as_str()))
}

#[tokio::test]
async fn every_table_that_holds_a_person_has_a_rule_for_each_of_its_columns() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let services = &classroom.services;
        let schema = Schema::read(services.db.read()).await.unwrap();
        let mut wrong = Vec::new();
        let mut by_table: BTreeMap<&str, &PersonalTable> = BTreeMap::new();
        for rule in rules::tables(services) {
            if by_table.insert(rule.table, rule).is_some() {
                wrong.push(format!("{} has two rules", rule.table));
            }
            if !schema.tables.contains_key(rule.table) {
                wrong.push(format!("{} has a rule, and is no table", rule.table));
            }
        }
        // Whose a row is, is known through every reference to a row that is somebody's.
        let is_somebodys = |table: &str| {
            by_table
                .get(table)
                .is_some_and(|rule| rule.subject != Subject::Nobody)
        };
        for (table, columns) in &schema.tables {
            let named = table == "person" || columns.iter().any(names_people);
            let through = columns.iter().any(|column| {
                column
                    .of
                    .as_deref()
                    .is_some_and(|of| of != "person" && is_somebodys(of))
            });
            let Some(rule) = by_table.get(table.as_str()) else {
                if named || through {
                    wrong.push(format!("{table} holds a person and has no rule"));
                }
                continue;
            };
            if through && rule.subject == Subject::Nobody {
                wrong.push(format!("{table} is somebody's, and its rule says nobody's"));
            }
            for column in columns {
                let name = column.name.as_str();
                let subject = match rule.subject {
                    Subject::Person(of) | Subject::Through(of, _) => of == name,
                    Subject::Either(one, other) => one == name || other == name,
                    Subject::Nobody => false,
                };
                if names_people(column) && !subject && !rule.acts.contains(&name) {
                    wrong.push(format!("{table}.{name} names people and is not in the rule"));
                }
                let lists = [
                    rule.codes.contains(&name),
                    rule.secrets.contains(&name),
                    rule.free.iter().any(|free| free.column == name),
                ];
                let listed = lists.iter().filter(|in_it| **in_it).count();
                if rule.subject != Subject::Nobody && column.kind == Kind::Text && listed != 1 {
                    wrong.push(format!("{table}.{name} is a text in {listed} lists of the rule"));
                }
                if column.kind == Kind::Bytes && rule.file.is_none_or(|(_, content)| content != name) {
                    wrong.push(format!("{table}.{name} is a file that the rule does not name"));
                }
            }
            let own = rule
                .codes
                .iter()
                .chain(rule.secrets)
                .chain(rule.acts)
                .chain(rule.ends)
                .copied()
                .chain(rule.free.iter().map(|free| free.column));
            for name in own {
                if !columns.iter().any(|column| column.name == name) {
                    wrong.push(format!("{table} has no column {name}, and its rule names one"));
                }
            }
        }
        for keeping in services.above.own_data.iter().flat_map(|room| room.keeping) {
            let columns = schema.columns(keeping.table);
            let Since::Column(since) = keeping.since;
            let mut names = vec![since];
            if let Goes::Texts(texts) = keeping.goes {
                names.extend(texts.iter().map(|free| free.column));
            }
            for name in names {
                if !columns.iter().any(|column| column.name == name) {
                    wrong.push(format!(
                        "{}: {} has no column {name}",
                        keeping.kind, keeping.table
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    })
    .await;
}

#[tokio::test]
async fn everything_that_is_held_is_shown_and_saved_and_no_secret() {
    on_both(async |database| {
        let scene = Scene::new(database, &[]).await;
        let services = &scene.classroom.services;
        let page = scene.person.get("/me/data/all").await.expect(200);
        let actor = scene.classroom.actor(&scene.person).await;
        let file = save::zip(&actor, services, scene.person.id(), Lang::En)
            .await
            .unwrap();
        let mut zip = zip::ZipArchive::new(file.reopen().unwrap()).unwrap();
        let mut data = String::new();
        std::io::Read::read_to_string(&mut zip.by_name("data.json").unwrap(), &mut data).unwrap();
        let json: serde_json::Value = serde_json::from_str(&data).unwrap();
        let mut missing = Vec::new();
        for rule in rules::tables(services).filter(|rule| rule.subject != Subject::Nobody) {
            if json["tables"][rule.table].as_array().is_none_or(Vec::is_empty) {
                missing.push(rule.table.to_owned());
            }
            assert!(zip.by_name(&format!("csv/{}.csv", rule.table)).is_ok());
            for free in rule.free {
                let mark = mark(rule.table, free.column);
                let held_back = rule.held_back.is_some_and(|held| held.column == free.column);
                let own = rule.table == "person" || mark == "written-in-provision-person_name";
                if !own && (data.contains(&mark) == held_back || page.body.contains(&mark) == held_back) {
                    missing.push(mark);
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
        let files: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        let sent = files
            .iter()
            .find(|name| name.starts_with("files/sent_file"))
            .unwrap();
        let mut content = String::new();
        std::io::Read::read_to_string(&mut zip.by_name(sent).unwrap(), &mut content).unwrap();
        assert_eq!(content, mark("sent_file", "content"));
        for text in [&data, &page.body] {
            assert!(text.contains(NAME) && text.contains(EMAIL));
            assert!(!text.contains("secret-"), "a secret is in it");
        }
        page.shows("is not shown here");
        // The pages lead to it, and the file comes as one.
        scene
            .person
            .get("/account")
            .await
            .expect(200)
            .shows("href=\"/me/data\"");
        scene
            .person
            .get("/me/data")
            .await
            .expect(200)
            .shows("/me/data/files");
        let file = scene.person.get("/me/data/files").await.expect(200);
        assert!(file.header("content-disposition").contains("my-data-"));
        assert!(file.body.starts_with("PK"));
        // At the counter, and the trail tells who.
        let account = format!("/people/{}/data", scene.person.id());
        scene
            .coordinator
            .get(&account)
            .await
            .expect(200)
            .shows("/data/all");
        scene
            .coordinator
            .get(&format!("{account}/all"))
            .await
            .expect(200)
            .shows(&mark("help_request", "message"));
        scene
            .person
            .get("/me/data/all")
            .await
            .expect(200)
            .shows("produced a copy of the data");
        let other = scene.classroom.person("Other", &[Role::Instructor]).await;
        other.get(&format!("{account}/all")).await.expect(403);
    })
    .await;
}

#[tokio::test]
async fn after_an_erasure_nothing_is_left_that_tells_who_it_was() {
    on_both(async |database| {
        let scene = Scene::new(database, &[]).await;
        let before = scene.found().await;
        for rule in rules::tables(&scene.classroom.services) {
            if rule.subject != Subject::Nobody {
                for free in rule.free {
                    let place = format!("{}.{}", rule.table, free.column);
                    assert!(before.contains(&place), "the scene has nothing in {place}");
                }
            }
        }
        let request = scene.erases().await;
        // What the law holds is kept, and said.
        assert_eq!(
            scene.found().await,
            BTreeSet::from(["provision.person_name".to_owned()])
        );
        scene
            .coordinator
            .get(&request)
            .await
            .expect(200)
            .shows("What was done (the proof)")
            .shows("held by law")
            .hides(NAME);
        // Nobody finds the person; the person is signed out, and signs in no more.
        for page in [
            "/people",
            "/people?show=closed",
            "/people?q=Mizushima",
            "/readiness/board",
        ] {
            scene.administrator.get(page).await.expect(200).hides(NAME);
        }
        let account = format!("/people/{}", scene.person.id());
        scene.administrator.get(&account).await.expect(404);
        scene
            .administrator
            .get(&format!("{account}/data/all"))
            .await
            .expect(404);
        scene.person.get("/me/data").await.expect(303);
        // Who did it is in the trail.
        scene
            .administrator
            .get("/audit")
            .await
            .expect(200)
            .shows("person.erased")
            .hides(NAME);
        // After three years the law lets go.
        scene.ages("provision", "at", 3 * 366).await;
        assert!(times::nightly(&scene.classroom.services).await.unwrap());
        assert_eq!(scene.found().await, BTreeSet::new());
        assert_eq!(scene.files(), [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn counts_stay_as_they_were() {
    on_both(async |database| {
        let scene = Scene::new(database, &[]).await;
        let services = &scene.classroom.services;
        let rows = async |table: &str| {
            let select = Query::select()
                .expr(Expr::cust("COUNT(*)"))
                .from(table.to_owned())
                .to_owned();
            let row = services.db.read().query_one(&select).await.unwrap().unwrap();
            row.try_get_by_index::<i64>(0).unwrap()
        };
        let counted = [
            "person",
            "enrolment",
            "attempt",
            "response",
            "attendance_mark",
            "decision",
            "placement",
        ];
        let mut before = Vec::new();
        for table in counted {
            before.push(rows(table).await);
        }
        scene.erases().await;
        for (table, before) in counted.into_iter().zip(before) {
            assert_eq!(rows(table).await, before, "{table}");
        }
        assert_eq!(rows("sent_file").await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_open_matter_holds_its_rows_and_the_name_until_it_ends() {
    on_both(async |database| {
        let scene = Scene::new(database, &[("placement", "ended_on")]).await;
        let request = scene.asks_for_erasure().await;
        scene
            .coordinator
            .get(&request)
            .await
            .expect(200)
            .shows("There are open matters")
            .shows("the job and its follow-ups");
        scene
            .coordinator
            .post(&request, &[("do", "erase")])
            .await
            .expect(303);
        scene
            .administrator
            .post(&request, &[("do", "erase")])
            .await
            .expect(303);
        let held = [
            "contact.note",
            "person.kana",
            "person.name",
            "person.search_key",
            "person.sort_key",
            "provision.person_name",
        ];
        let found: Vec<String> = scene
            .found()
            .await
            .into_iter()
            .filter(|place| place != "audit_entry.detail")
            .collect();
        assert_eq!(found, held);
        scene
            .coordinator
            .get(&request)
            .await
            .expect(200)
            .shows("held until the matter ends");
        scene.person.get("/me/data").await.expect(303);
        // The job goes on: a night changes nothing.
        let services = &scene.classroom.services;
        assert!(times::nightly(services).await.unwrap());
        assert!(scene.found().await.contains("person.name"));
        let ended = Query::update()
            .table("placement")
            .value("ended_on", now().date_naive())
            .to_owned();
        services.db.write().execute(&ended).await.unwrap();
        next_night(services).await;
        assert!(times::nightly(services).await.unwrap());
        assert_eq!(
            scene.found().await,
            BTreeSet::from(["provision.person_name".to_owned()])
        );
    })
    .await;
}

/// As if the last run had been yesterday.
async fn next_night(services: &Services) {
    let update = Query::update()
        .table("job_lease")
        .value("done_for", now().date_naive() - TimeDelta::days(2))
        .to_owned();
    services.db.write().execute(&update).await.unwrap();
}

#[tokio::test]
async fn two_different_people_of_the_staff_decide_and_never_the_person() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let staff = classroom.person("Kato", &[Role::Coordinator]).await;
        let other = classroom.person("Mori", &[Role::Administrator]).await;
        let person = classroom
            .person("Ono Both", &[Role::Learner, Role::Coordinator])
            .await;
        let ask = [("do", "ask"), ("kind", "erasure")];
        person.post("/me/data", &ask).await.expect(303);
        let list = staff.get("/data-requests").await.expect(200).shows("Ono Both");
        let request = format!(
            "/data-requests/{}",
            list.between("/data-requests/", "\"").unwrap()
        );
        let erase = [("do", "erase")];
        person
            .post(&request, &erase)
            .await
            .expect(409)
            .shows("Nobody decides about themselves");
        staff.post(&request, &erase).await.expect(303);
        staff
            .post(&request, &erase)
            .await
            .expect(409)
            .shows("second person");
        person.post(&request, &erase).await.expect(409);
        // The list counts it as waiting still, and the start page says so.
        staff.get("/").await.expect(200).shows("Requests about data: 1");
        person
            .get("/me/data")
            .await
            .expect(200)
            .shows("waits for an answer");
        other.post(&request, &erase).await.expect(303);
        other
            .post(&request, &erase)
            .await
            .expect(409)
            .shows("answered already");
        staff.get("/").await.expect(200).hides("Requests about data: 1");
    })
    .await;
}

#[tokio::test]
async fn of_two_who_decide_at_once_both_count() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let one = classroom.person("Kato", &[Role::Coordinator]).await;
        let other = classroom.person("Mori", &[Role::Administrator]).await;
        let person = classroom.person("Sato", &[Role::Learner]).await;
        person
            .post("/me/data", &[("do", "ask"), ("kind", "erasure")])
            .await
            .expect(303);
        let list = one.get("/data-requests").await.expect(200);
        let request = format!(
            "/data-requests/{}",
            list.between("/data-requests/", "\"").unwrap()
        );
        let erase = [("do", "erase")];
        let (a, b, c) = tokio::join!(
            one.post(&request, &erase),
            one.post(&request, &erase),
            other.post(&request, &erase)
        );
        let done = [a.status, b.status, c.status];
        assert_eq!(
            done.iter().filter(|status| **status == 303).count(),
            2,
            "{done:?}"
        );
        person.get("/me/data").await.expect(303);
    })
    .await;
}

#[tokio::test]
async fn a_request_has_its_dates_and_its_answer_and_may_be_taken_back() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let staff = classroom.person("Kato", &[Role::Coordinator]).await;
        let person = classroom.person("Sato Hanako", &[Role::Learner]).await;
        // A correction without words is asked again, with nothing lost.
        person
            .post("/me/data", &[("do", "ask"), ("kind", "correction")])
            .await
            .expect(422)
            .shows("Please fill this in.");
        let ask = [
            ("do", "ask"),
            ("kind", "correction"),
            ("wish", "My reading is wrong."),
        ];
        person.post("/me/data", &ask).await.expect(303);
        person
            .get("/me/data")
            .await
            .expect(200)
            .shows("you have an answer by");
        let list = staff.get("/data-requests").await.expect(200);
        let request = format!(
            "/data-requests/{}",
            list.between("/data-requests/", "\"").unwrap()
        );
        staff
            .get(&request)
            .await
            .expect(200)
            .shows("My reading is wrong.");
        staff
            .post(&request, &[("do", "answer"), ("answer", "x")])
            .await
            .expect(422);
        let reply = [
            ("do", "answer"),
            ("outcome", "done"),
            ("answer", "It is corrected now."),
        ];
        staff.post(&request, &reply).await.expect(303);
        staff.post(&request, &reply).await.expect(409);
        person
            .get("/me/data")
            .await
            .expect(200)
            .shows("It is corrected now.");
        // Staff write down what is asked at the counter.
        let counter = format!("/people/{}/data", person.id());
        let enter = [("do", "enter"), ("kind", "stop"), ("wish", "No more calls.")];
        staff.post(&counter, &enter).await.expect(303);
        let page = person.get("/me/data").await.expect(200).shows("No more calls.");
        let id = page
            .between("name=\"request\" value=\"", "\"")
            .unwrap()
            .to_owned();
        let back = [("do", "withdraw"), ("request", id.as_str())];
        let stranger = classroom.person("Ono", &[Role::Learner]).await;
        stranger.post("/me/data", &back).await.expect(404);
        person.post("/me/data", &back).await.expect(303);
        staff.get("/data-requests").await.expect(200).hides("Sato Hanako");
        staff
            .get("/data-requests?show=all")
            .await
            .expect(200)
            .shows("Sato Hanako")
            .shows("taken back");
    })
    .await;
}

#[tokio::test]
async fn what_would_go_is_what_goes_and_two_programs_never_do_it_doubly() {
    on_both(async |database| {
        let scene = Scene::new(database, &[]).await;
        let services = &scene.classroom.services;
        let actor = scene.classroom.actor(&scene.administrator).await;
        assert!(times::dry_run(&actor, services).await.unwrap().is_empty());
        scene.ages("help_request", "closed_at", 3 * 366).await;
        scene.ages("attendance_mark", "set_at", 3 * 366).await;
        let would: Vec<&str> = times::dry_run(&actor, services)
            .await
            .unwrap()
            .iter()
            .map(|row| row.keeping.kind)
            .collect();
        assert_eq!(would, ["help-request", "absence-reason"]);
        let csv = scene.administrator.get("/keeping?as=csv").await.expect(200);
        assert_eq!(csv.body.matches(NAME).count(), 2, "{}", csv.body);
        // A longer time keeps one of them; the law's time cannot be shortened.
        let longer = [("kind", "help-request"), ("months", "60")];
        scene.administrator.post("/keeping", &longer).await.expect(303);
        scene
            .administrator
            .post("/keeping", &[("kind", "provision"), ("months", "12")])
            .await
            .expect(422)
            .shows("36 to 600 months");
        scene
            .administrator
            .get("/keeping")
            .await
            .expect(200)
            .shows("60 months");
        // Another program on the same database.
        let other = Services::open(services.config.clone()).await.unwrap();
        let (one, two) = tokio::join!(times::nightly(services), times::nightly(&other));
        assert_eq!([one.unwrap(), two.unwrap()].iter().filter(|ran| **ran).count(), 1);
        assert!(!times::nightly(services).await.unwrap(), "once a day");
        let found = scene.found().await;
        assert!(!found.contains("attendance_mark.reason"));
        assert!(found.contains("help_request.message"));
        let audit = scene
            .administrator
            .get("/audit?q=keeping.removed")
            .await
            .expect(200);
        assert_eq!(audit.body.matches("absence-reason: 1").count(), 1);
        other.db.close().await.unwrap();
    })
    .await;
}
