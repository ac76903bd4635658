//! People brought in from a file, invited by cards; accounts of one person put together and parted again.

use std::io::Write;

use domain::identity::Role;
use http_tests::{Answer, Classroom, Person, on_both};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter,
};
use server::{
    db::now,
    identity::tables::{enrolment, person, person_merge},
    learning::tables::help_request,
};
use uuid::Uuid;

async fn people(classroom: &Classroom) -> u64 {
    person::Entity::find()
        .count(classroom.services.db.read())
        .await
        .unwrap()
}

/// Sends a file; gives the address of its preview.
async fn brings(staff: &Person, name: &str, content: &[u8]) -> String {
    let answer = staff
        .send_file("/people/import", &[], name, content)
        .await
        .expect(303);
    answer.location().to_owned()
}

fn workbook() -> Vec<u8> {
    let files = [
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        (
            "xl/worksheets/sheet1.xml",
            r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>氏名</t></is></c><c r="B1" t="inlineStr"><is><t>電話番号</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>入江 あおば</t></is></c><c r="B2"><v>9012345678</v></c></row></sheetData></worksheet>"#,
        ),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, text) in files {
        zip.start_file(path, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[tokio::test]
async fn a_file_is_looked_at_first_and_only_who_is_ticked_is_added() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let staff = classroom.person("Kato", &[Role::Coordinator]).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        classroom.person("港 花子", &[Role::Learner]).await;
        let (cohort, _) = classroom.class(&instructor, &[]).await;
        let before = people(&classroom).await;
        let file = "氏名,ふりがな,電話,メール\n\
                    ミナト　花子,みなと はなこ,090-1111-2222,\n\
                    港　花子,みなと はなこ,090-1111-2222,\n\
                    渚 よしこ,渚,12,a b\n\
                    岬 次郎,ミサキ ジロウ,０９０ー３３３３ー４４４４,jiro\n\
                    岬　次郎,,,jiro\n\
                    =HYPERLINK(1),,,\n";
        let preview = brings(&staff, "people.csv", file.as_bytes()).await;
        let page = staff.get(&preview).await.expect(200);
        assert_eq!(people(&classroom).await, before, "nothing is written yet");
        let page = page
            .shows("6 people; 2 to be corrected, 2 perhaps here already")
            .shows("Perhaps the same as 港 花子, who is here already.")
            .shows("Perhaps the same as in line 5.")
            .shows("is not in kana")
            .shows("does not look like a telephone number")
            .shows("spaces are not possible")
            .shows("is in use already");
        // Who is wrong cannot be ticked; who may be here already is not.
        assert_eq!(page.body.matches("name=\"make\"").count(), 4);
        assert_eq!(page.body.matches("checked").count(), 3, "{}", page.body);
        let confirm = |lines: &[&'static str], cohort: &str| {
            let mut form = vec![("do".to_owned(), "confirm".to_owned())];
            form.extend(lines.iter().map(|line| ("make".to_owned(), (*line).to_owned())));
            form.push(("cohort".to_owned(), cohort.to_owned()));
            form
        };
        let post = async |form: Vec<(String, String)>| -> Answer {
            let form: Vec<(&str, &str)> = form.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            staff.post(&preview, &form).await
        };
        post(confirm(&[], ""))
            .await
            .expect(409)
            .shows("at least one person");
        post(confirm(&["2", "4"], "")).await.expect(409).shows("line 4");
        assert_eq!(people(&classroom).await, before);
        let chosen = confirm(&["2", "5"], &cohort.to_string());
        post(chosen.clone()).await.expect(303);
        post(chosen).await.expect(409).shows("brought in already");
        assert_eq!(people(&classroom).await, before + 2);
        let in_cohort = enrolment::Entity::find()
            .filter(enrolment::Column::CohortId.eq(cohort))
            .count(classroom.services.db.read())
            .await
            .unwrap();
        assert_eq!(in_cohort, 2);
        staff
            .get("/people?q=%E5%B2%AC")
            .await
            .expect(200)
            .shows("ミサキ ジロウ");
        // Cards: made again, those before are good no more.
        let cards = format!("{preview}/cards");
        let first = staff.post(&cards, &[]).await.expect(200);
        let second = staff.post(&cards, &[]).await.expect(200);
        assert_eq!(second.body.matches("class=\"qr\"").count(), 2);
        let link = |page: &Answer| {
            let (_, rest) = page.body.split_once("岬 次郎").unwrap();
            let (_, rest) = rest.split_once("http://classroom.test").unwrap();
            rest.split_once('<').unwrap().0.to_owned()
        };
        let visitor = classroom.visitor();
        visitor.get(&link(&first)).await.expect(409).shows("expired");
        visitor.get(&link(&second)).await.expect(200).shows("岬 次郎");
        let join = [
            ("name", "岬 次郎"),
            ("email", "jiro-misaki"),
            ("password", "three long words"),
        ];
        visitor.post(&link(&second), &join).await.expect(303);
        visitor.get("/account").await.expect(200).shows("jiro-misaki");
        assert_eq!(people(&classroom).await, before + 2, "the same person");
        visitor
            .get("/me/data/all")
            .await
            .expect(200)
            .shows("０９０ー３３３３ー４４４４");
        let third = staff.post(&cards, &[]).await.expect(200);
        assert_eq!(third.body.matches("class=\"qr\"").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn workbooks_and_shift_jis_are_read_and_other_files_refused() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let staff = classroom.person("Kato", &[Role::Coordinator]).await;
        let preview = brings(&staff, "people.xlsx", &workbook()).await;
        staff
            .get(&preview)
            .await
            .expect(200)
            .shows("入江 あおば")
            .shows("09012345678");
        // "氏名" and "港 花子" in Shift_JIS.
        let preview = brings(
            &staff,
            "sjis.csv",
            b"\x8e\x81\x96\xbc\r\n\x8d\x60 \x89\xd4\x8e\x71\r\n",
        )
        .await;
        staff.get(&preview).await.expect(200).shows("港 花子");
        staff.post(&preview, &[("do", "discard")]).await.expect(303);
        staff.get(&preview).await.expect(404);
        for (content, said) in [
            (&b"\x00\x01\xff"[..], "cannot be read"),
            (&b"PK\x03\x04"[..], "cannot be read"),
            (&b"a,b\n1,2\n"[..], "No heading"),
        ] {
            staff
                .send_file("/people/import", &[], "x", content)
                .await
                .expect(422)
                .shows(said);
        }
        staff
            .post("/people/import", &[])
            .await
            .expect(422)
            .shows("choose a file");
    })
    .await;
}

async fn asked(classroom: &Classroom, who: &Person) -> u64 {
    help_request::Entity::find()
        .filter(help_request::Column::PersonId.eq(who.id()))
        .count(classroom.services.db.read())
        .await
        .unwrap()
}

#[tokio::test]
async fn two_accounts_are_put_together_and_parted_again() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let staff = classroom.person("Kato", &[Role::Coordinator]).await;
        let instructor = classroom.person("Ito", &[Role::Instructor]).await;
        let kept = classroom.person("港 花子", &[Role::Learner]).await;
        let other = classroom.person("港　花子", &[Role::Learner]).await;
        let stranger = classroom.person("岬 次郎", &[Role::Learner]).await;
        // Both are in the same cohort; only the other asked for help.
        let both = [kept, other];
        let (cohort, _) = classroom.class(&instructor, &both).await;
        let [kept, other] = both;
        let ask = [("do", "ask"), ("page", "/"), ("message", "How?")];
        other.post("/help", &ask).await;
        assert_eq!(asked(&classroom, &other).await, 1);
        let page = format!("/people/{}/merge", kept.id());
        let other_id = other.id().to_string();
        staff
            .get(&page)
            .await
            .expect(200)
            .shows(&other_id)
            .hides(&stranger.id().to_string());
        let merge = [("do", "merge"), ("other", other_id.as_str())];
        staff.post(&page, &[("do", "merge")]).await.expect(422);
        staff.post(&page, &merge).await.expect(303);
        assert_eq!(
            (asked(&classroom, &kept).await, asked(&classroom, &other).await),
            (1, 0)
        );
        other.get("/account").await.expect(303);
        kept.get("/me/data/all").await.expect(200).shows("How?");
        let places = async |who: Uuid| {
            enrolment::Entity::find_by_id((cohort, who))
                .one(classroom.services.db.read())
                .await
                .unwrap()
                .is_some()
        };
        assert!(
            places(kept.id()).await && places(other.id()).await,
            "what both have stays"
        );
        let undo = staff.get(&page).await.expect(200);
        let id = undo.between("name=\"merge\" value=\"", "\"").unwrap().to_owned();
        let undo = [("do", "undo"), ("merge", id.as_str())];
        staff.post(&page, &undo).await.expect(303);
        staff.post(&page, &undo).await.expect(409);
        assert_eq!(
            (asked(&classroom, &kept).await, asked(&classroom, &other).await),
            (0, 1)
        );
        classroom
            .sign_in(other.id())
            .await
            .get("/account")
            .await
            .expect(200);
        // After thirty days there is no way back.
        staff.post(&page, &merge).await.expect(303);
        let row = person_merge::Entity::find()
            .filter(person_merge::Column::UndoneAt.is_null())
            .one(classroom.services.db.read())
            .await
            .unwrap()
            .unwrap();
        let id = row.id.to_string();
        let mut row = row.into_active_model();
        row.at = Set(now() - chrono::TimeDelta::days(31));
        row.update(classroom.services.db.write()).await.unwrap();
        staff
            .post(&page, &[("do", "undo"), ("merge", id.as_str())])
            .await
            .expect(409)
            .shows("within 30 days");
        // Nobody does it to oneself, and accounts of staff are for administrators.
        let mine = format!("/people/{}/merge", staff.id());
        staff
            .post(
                &mine,
                &[("do", "merge"), ("other", stranger.id().to_string().as_str())],
            )
            .await
            .expect(409);
        let theirs = format!("/people/{}/merge", stranger.id());
        let staffs = instructor.id().to_string();
        staff
            .post(&theirs, &[("do", "merge"), ("other", staffs.as_str())])
            .await
            .expect(403);
    })
    .await;
}
