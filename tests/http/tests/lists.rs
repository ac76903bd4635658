//! Long lists: a page shows fifty rows however many there are, and the next page goes on where it ended.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::{Lang, identity::Role};
use http_tests::{Answer, Classroom, Database, Person, on_both};
use proptest::{prelude::*, sample::select, strategy::ValueTree, test_runner::TestRunner};
use sea_orm::{EntityTrait, IntoActiveModel};
use server::{
    classroom::tables::cohort,
    db::now,
    identity::tables::{person, person_role},
    matching::tables::employer,
};
use uuid::Uuid;

/// The address of a link of a list's foot.
fn link(page: &Answer, rel: &str) -> Option<String> {
    let link = page.between(&format!("rel=\"{rel}\" href=\""), "\"")?;
    Some(link.replace("&amp;", "&"))
}

/// The address of the next page, if there is one.
pub fn next_page(page: &Answer) -> Option<String> {
    link(page, "next")
}

/// What names the rows of a page, in order.
fn rows(page: &Answer) -> Vec<String> {
    page.body
        .split("<th scope=\"row\">")
        .skip(1)
        .map(|row| {
            let (_, name) = row.split_once("\">").expect("a link");
            name.split('<').next().expect("a name").to_owned()
        })
        .collect()
}

/// The first column of the list as a file, in order.
async fn file(who: &Person, path: &str) -> Vec<String> {
    let more = if path.contains('?') { '&' } else { '?' };
    let file = who.get(&format!("{path}{more}as=csv")).await.expect(200);
    file.body
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().expect("a column").to_owned())
        .collect()
}

/// Every row by "next", page by page; `meanwhile` is done before each.
async fn walk(who: &Person, path: &str, mut meanwhile: impl AsyncFnMut(usize)) -> Vec<String> {
    let mut seen = Vec::new();
    let mut path = path.to_owned();
    for number in 0.. {
        let page = who.get(&path).await.expect(200);
        let rows = rows(&page);
        assert!(rows.len() <= 50, "{path}");
        seen.extend(rows);
        match next_page(&page) {
            Some(next) => path = next,
            None => break,
        }
        meanwhile(number).await;
    }
    seen
}

/// Somebody, and the role.
fn somebody(name: &str, kana: Option<&str>, role: Role) -> (person::ActiveModel, person_role::ActiveModel) {
    let id = Uuid::now_v7();
    let person = person::Model {
        id,
        name: name.to_owned(),
        kana: kana.map(str::to_owned),
        email: kana.is_none().then(|| format!("{}@example.jp", id.simple())),
        password_hash: None,
        lang: Lang::En,
        created_at: now(),
        erased_at: None,
        closed_at: None,
        large_text: None,
        furigana: None,
        phone: None,
    };
    let role = person_role::Model {
        person_id: id,
        role,
        granted_by: None,
        granted_at: now(),
    };
    (person.into_active_model(), role.into_active_model())
}

/// Many people; every third has a reading that several share, every seventh teaches.
async fn add_people(classroom: &Classroom, numbers: std::ops::Range<usize>) {
    let numbers: Vec<usize> = numbers.collect();
    for some in numbers.chunks(400) {
        let (people, roles): (Vec<_>, Vec<_>) = some
            .iter()
            .map(|number| {
                let kana = (number % 3 == 0).then(|| format!("P {:02}", number % 40));
                let role = if number % 7 == 0 {
                    Role::Instructor
                } else {
                    Role::Learner
                };
                somebody(
                    &format!("P {:05}", number * 7_919 % 100_000),
                    kana.as_deref(),
                    role,
                )
            })
            .unzip();
        let tx = classroom.services.db.begin().await.unwrap();
        person::Entity::insert_many(people)
            .exec_without_returning(&tx)
            .await
            .unwrap();
        person_role::Entity::insert_many(roles)
            .exec_without_returning(&tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
}

async fn add_employers(classroom: &Classroom, numbers: std::ops::Range<usize>) {
    let employers = numbers.map(|number| {
        employer::Model {
            id: Uuid::now_v7(),
            name: format!("E {:05}", number * 7_919 % 100_000),
            contact_name: format!("C {}", number % 5),
            contact_email: String::new(),
            address: None,
            representative: None,
            note: String::new(),
            created_at: now(),
        }
        .into_active_model()
    });
    employer::Entity::insert_many(employers)
        .exec_without_returning(classroom.services.db.write())
        .await
        .unwrap();
}

async fn add_cohorts(classroom: &Classroom, by: Uuid, numbers: std::ops::Range<usize>) {
    let cohorts = numbers.map(|number| {
        let starts_on = now().date_naive() - TimeDelta::days(number as i64 % 9 * 30);
        cohort::Model {
            id: Uuid::now_v7(),
            name: format!("K {:05}", number * 7_919 % 100_000),
            place: format!("Room {}", number % 5),
            starts_on,
            ends_on: starts_on + TimeDelta::days(60),
            weekday: None,
            starts_minute: 600,
            ends_minute: 720,
            late_weight: 0.5,
            exclude_excused: true,
            created_by: by,
            created_at: now(),
        }
        .into_active_model()
    });
    cohort::Entity::insert_many(cohorts)
        .exec_without_returning(classroom.services.db.write())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_page_of_ten_thousand_people_is_a_page_of_fifty() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let staff = classroom.person("Ono", &[Role::Coordinator]).await;
        let measure = async |path: &str| {
            staff.get(path).await.expect(200);
            let before = classroom.services.db.statements();
            let page = staff.get(path).await.expect(200);
            (
                rows(&page).len(),
                page.body.len(),
                classroom.services.db.statements() - before,
            )
        };
        let paths = [
            "/people",
            "/people?show=learner",
            "/people?sort=-name",
            "/people?q=P+0",
        ];
        add_people(&classroom, 1..400).await;
        let mut few = Vec::new();
        for path in paths {
            few.push(measure(path).await);
        }
        add_people(&classroom, 400..10_000).await;
        for (path, few) in paths.into_iter().zip(few) {
            let many = measure(path).await;
            assert_eq!((few.0, many.0), (50, 50), "{path}");
            assert_eq!(few.2, many.2, "statements of {path}");
            assert!(
                many.1 < few.1 + few.1 / 20,
                "{path}: {} bytes, then {}",
                few.1,
                many.1
            );
        }
        let first = staff.get("/people").await.expect(200).shows("1,000+");
        assert_eq!(rows(&first).len(), 50);
        let all = file(&staff, "/people").await;
        assert_eq!(all.len(), 10_000);
        assert_eq!(rows(&first), all[..50]);
        let few = staff.get("/people?q=P+07919").await.expect(200);
        assert_eq!(rows(&few), ["P 07919"]);
        few.shows("In all: 1<");
    })
    .await;
}

/// The rows that are there from the beginning come once and in order, whatever comes in between.
async fn walks_are_whole(database: Database) {
    let classroom = Classroom::new(database).await;
    let staff = classroom
        .person("Ono", &[Role::Coordinator, Role::Administrator])
        .await;
    add_people(&classroom, 1..230).await;
    add_employers(&classroom, 1..170).await;
    add_cohorts(&classroom, staff.id(), 1..190).await;
    let list = |path: &'static str, sorts: &'static [&'static str], filters: &'static [&'static str]| {
        (Just(path), select(sorts), select(filters))
    };
    let lists = prop_oneof![
        list(
            "/people",
            &["", "name", "-name", "sign-in-name", "-sign-in-name", "nothing"],
            &[
                "",
                "show=learner",
                "show=instructor",
                "q=p",
                "q=1",
                "show=learner&q=2"
            ],
        ),
        list(
            "/employers",
            &["", "-name", "contact", "-contact"],
            &["", "q=e", "q=C+3"]
        ),
        list(
            "/cohorts",
            &["", "name", "-name", "place", "-place", "start", "-start"],
            &["", "show=past", "show=all", "show=all&q=room"],
        ),
    ];
    let mut runner = TestRunner::deterministic();
    let mut more = 1_000;
    for _ in 0..24 {
        let (path, sort, filter) = lists.new_tree(&mut runner).unwrap().current();
        let path = format!("{path}?sort={sort}&{filter}");
        let there = file(&staff, &path).await;
        let begun = more;
        let seen = walk(&staff, &path, async |_| {
            add_people(&classroom, more..more + 3).await;
            add_employers(&classroom, more..more + 3).await;
            add_cohorts(&classroom, staff.id(), more..more + 3).await;
            more += 3;
        })
        .await;
        let mut times: BTreeMap<&String, usize> = BTreeMap::new();
        for row in &seen {
            *times.entry(row).or_default() += 1;
        }
        assert!(times.values().all(|times| *times == 1), "{path}: {times:?}");
        let old: Vec<&String> = seen.iter().filter(|row| there.contains(row)).collect();
        assert_eq!(old, there.iter().collect::<Vec<_>>(), "{path}");
        assert!(seen.len() - old.len() <= (more - begun), "{path}");
    }
}

#[tokio::test]
async fn the_pages_of_a_list_hold_each_row_once_in_order_while_rows_come_in() {
    on_both(walks_are_whole).await;
}

#[tokio::test]
async fn the_way_back_shows_what_was_shown_and_a_bad_place_is_the_first_page() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let staff = classroom.person("Ono", &[Role::Coordinator]).await;
        add_people(&classroom, 1..230).await;
        let path = "/people?show=learner&q=P&sort=-name";
        let first = staff.get(path).await.expect(200);
        assert!(link(&first, "prev").is_none());
        let second = staff.get(&next_page(&first).unwrap()).await.expect(200);
        let third = staff.get(&next_page(&second).unwrap()).await.expect(200);
        assert_ne!(rows(&second), rows(&third));
        let back = staff.get(&link(&third, "prev").unwrap()).await.expect(200);
        assert_eq!(rows(&back), rows(&second));
        assert_eq!(next_page(&back).is_some(), next_page(&second).is_some());
        let begin = staff.get(&link(&back, "prev").unwrap()).await.expect(200);
        assert_eq!(rows(&begin), rows(&first));
        assert!(link(&begin, "prev").is_none());
        // Filter, words and order stay; the chips and headings begin at the first page.
        let next = next_page(&second).unwrap();
        for part in ["show=learner", "q=P", "sort=-name", "after="] {
            assert!(next.contains(part), "{next}");
        }
        second
            .shows("aria-sort=\"descending\"")
            .shows("href=\"/people?show=learner&amp;q=P&amp;sort=name\"")
            .shows("href=\"/people?show=learner&amp;sort=-name&amp;q=P&amp;as=csv\"");
        let nobody = Uuid::now_v7();
        for place in [
            "after=nonsense".to_owned(),
            "before=nonsense".to_owned(),
            format!("after={nobody}"),
            format!("before={nobody}"),
            "after=%27%3B--&before=%00".to_owned(),
        ] {
            let page = staff.get(&format!("{path}&{place}")).await.expect(200);
            assert_eq!(rows(&page), rows(&first), "{place}");
        }
    })
    .await;
}

#[tokio::test]
async fn signs_that_mean_something_to_the_database_are_searched_for_as_they_are() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let staff = classroom.person("Ono", &[Role::Coordinator]).await;
        for name in ["a%b", "a_b", "a!b", "a\\b", "axb"] {
            classroom.person(name, &[Role::Learner]).await;
        }
        for (words, found) in [
            ("%25", vec!["a%b"]),
            ("_", vec!["a_b"]),
            ("!", vec!["a!b"]),
            ("a%5Cb", vec!["a\\b"]),
            ("A%25B", vec!["a%b"]),
            ("AXB", vec!["axb"]),
        ] {
            let page = staff.get(&format!("/people?q={words}")).await.expect(200);
            assert_eq!(rows(&page), found, "{words}");
        }
        staff
            .get("/people?q=nobody")
            .await
            .expect(200)
            .shows("Nobody found.")
            .shows("Show everybody");
    })
    .await;
}
