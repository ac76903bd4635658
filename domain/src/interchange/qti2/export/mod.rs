//! A quiz of ours as a QTI package: the items, a test, the images and the manifest.

use crate::interchange::outgoing::{Exported, Flavour, Outgoing, front};
use crate::interchange::package::kebab;
use crate::interchange::xml::{self, Element, Node};
mod choices;
mod item;
mod rules;

use crate::Lang;
use crate::catalog::{Course, Question, Quiz};
use crate::interchange::Files;
use crate::interchange::qti2::identifier::identifier;

/// A version of QTI that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QtiVersion {
    /// 2.1, of 2012; what most systems read.
    V21,
    /// 3.0, of 2022.
    V30,
}

/// What the namespaces and types of a version are called.
struct Names {
    qti: &'static str,
    qti_schema: &'static str,
    package: &'static str,
    package_schema: &'static str,
    schema: (&'static str, &'static str),
    item: &'static str,
    test: &'static str,
}

const LOM: &str = "http://www.imsglobal.org/xsd/imsmd_v1p2";

impl QtiVersion {
    fn names(self) -> Names {
        match self {
            QtiVersion::V21 => Names {
                qti: "http://www.imsglobal.org/xsd/imsqti_v2p1",
                qti_schema: "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
                package: "http://www.imsglobal.org/xsd/imscp_v1p1",
                package_schema: "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
                schema: ("QTIv2.1 Package", "1.0.0"),
                item: "imsqti_item_xmlv2p1",
                test: "imsqti_test_xmlv2p1",
            },
            QtiVersion::V30 => Names {
                qti: "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
                qti_schema: "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
                package: "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
                package_schema: "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
                schema: ("QTI Package", "3.0.0"),
                item: "imsqti_item_xmlv3p0",
                test: "imsqti_test_xmlv3p0",
            },
        }
    }
}

/// The settings and introduction of the quiz, which QTI has no place for.
pub(crate) const SETTINGS: &str = "kakehashi.xml";

/// Writes a quiz as the files of a package.
pub fn qti(course: &Course, quiz: &Quiz, lang: Lang, version: QtiVersion) -> Exported {
    let flavour = match version {
        QtiVersion::V21 => Flavour::Xhtml,
        QtiVersion::V30 => Flavour::Html5,
    };
    let names = version.names();
    let mut out = Outgoing::new(course, lang, flavour);
    let mut files = Files::new();
    let mut resources = Vec::new();
    let mut section = Element::new("assessmentSection")
        .with("identifier", "section")
        .with("title", "-")
        .with("visible", "true");
    for question in &quiz.questions {
        out.item.clone_from(&question.id);
        let Some(words) = out.words(question) else {
            continue;
        };
        out.images.clear();
        let item = item::item(&mut out, question, words);
        let href = format!("item-{}.xml", question.id);
        files.insert(href.clone(), document(item, version).into_bytes());
        let shown: Vec<String> = out.images.iter().cloned().collect();
        resources.push(resource(question, &href, &shown, names.item));
        section = section.child(
            Element::new("assessmentItemRef")
                .with("identifier", identifier(&question.id))
                .with("href", href),
        );
        keep(course, &mut files, &shown);
    }
    out.item.clear();
    out.images.clear();
    let settings = settings(&mut out, quiz);
    let shown: Vec<String> = out.images.iter().cloned().collect();
    keep(course, &mut files, &shown);
    files.insert(SETTINGS.to_owned(), xml::write(&settings).into_bytes());
    let items: Vec<String> = resources
        .iter()
        .map(|item| item.attribute("identifier").to_owned())
        .collect();
    let mut test = Element::new("resource")
        .with("identifier", "RES-test")
        .with("type", names.test)
        .with("href", "test.xml")
        .child(file("test.xml"))
        .child(file(SETTINGS));
    for path in &shown {
        test = test.child(file(path));
    }
    for item in items {
        test = test.child(Element::new("dependency").with("identifierref", item));
    }
    resources.insert(0, test);
    files.insert(
        "test.xml".to_owned(),
        document(self::test(&out, quiz, section), version).into_bytes(),
    );
    files.insert(
        "imsmanifest.xml".to_owned(),
        xml::write(&manifest(quiz, resources, &names)).into_bytes(),
    );
    out.note(
        "合格点・回数・くじ引きなどの設定は、Kakehashiだけが読むファイルに入れました。",
        "Settings such as the pass mark, attempts and pools are in a file that only Kakehashi reads.",
    );
    Exported {
        files,
        losses: out.losses,
    }
}

fn keep(course: &Course, files: &mut Files, images: &[String]) {
    for path in images {
        if let Some(bytes) = course.images.get(path) {
            files.insert(path.clone(), bytes.clone());
        }
    }
}

fn file(path: &str) -> Element {
    Element::new("file").with("href", path.replace(' ', "%20"))
}

fn resource(question: &Question, href: &str, images: &[String], kind: &str) -> Element {
    let mut resource = Element::new("resource")
        .with("identifier", format!("RES-{}", question.id))
        .with("type", kind)
        .with("href", href);
    if !question.tags.is_empty() {
        let keywords = question.tags.iter().map(|tag| {
            Element::new("imsmd:keyword").child(
                Element::new("imsmd:langstring")
                    .with("xml:lang", "x-none")
                    .text(tag),
            )
        });
        let general = Element::new("imsmd:general").children(keywords);
        resource = resource.child(Element::new("metadata").child(Element::new("imsmd:lom").child(general)));
    }
    resource = resource.child(file(href));
    for path in images {
        resource = resource.child(file(path));
    }
    resource
}

fn test(out: &Outgoing<'_>, quiz: &Quiz, section: Element) -> Element {
    let title = quiz
        .text(out.lang)
        .map(|words| words.title.clone())
        .unwrap_or_default();
    let mut test = Element::new("assessmentTest")
        .with("identifier", identifier(&quiz.id))
        .with("title", title)
        .with("toolName", "Kakehashi")
        .with("toolVersion", env!("CARGO_PKG_VERSION"));
    if let Some(minutes) = quiz.minutes {
        test = test.child(Element::new("timeLimits").with("maxTime", (minutes * 60).to_string()));
    }
    test.child(
        Element::new("testPart")
            .with("identifier", "part")
            .with("navigationMode", "nonlinear")
            .with("submissionMode", "simultaneous")
            .child(section),
    )
}

fn settings(out: &mut Outgoing<'_>, quiz: &Quiz) -> Element {
    let mut settings = Element::new("kakehashi").with("quiz", quiz.id.clone());
    for line in front(quiz) {
        settings = settings.child(Element::new("front").text(line));
    }
    let intro = quiz
        .text(out.lang)
        .map(|words| words.intro_html.clone())
        .unwrap_or_default();
    let mut holder = Element::new("intro");
    holder.children = out.html(&intro);
    settings.child(holder)
}

fn manifest(quiz: &Quiz, resources: Vec<Element>, names: &Names) -> Element {
    let (schema, version) = names.schema;
    Element::new("manifest")
        .with("xmlns", names.package)
        .with("xmlns:imsmd", LOM)
        .with("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .with(
            "xsi:schemaLocation",
            format!("{} {}", names.package, names.package_schema),
        )
        .with("identifier", format!("MANIFEST-{}", quiz.id))
        .child(
            Element::new("metadata")
                .child(Element::new("schema").text(schema))
                .child(Element::new("schemaversion").text(version)),
        )
        .child(Element::new("organizations"))
        .child(Element::new("resources").children(resources))
}

/// A QTI document with its namespace, in the names of its version.
fn document(root: Element, version: QtiVersion) -> String {
    let names = version.names();
    let root = match version {
        QtiVersion::V21 => root,
        QtiVersion::V30 => newer(root),
    };
    let mut attributes = vec![
        ("xmlns".to_owned(), names.qti.to_owned()),
        (
            "xmlns:xsi".to_owned(),
            "http://www.w3.org/2001/XMLSchema-instance".to_owned(),
        ),
        (
            "xsi:schemaLocation".to_owned(),
            format!("{} {}", names.qti, names.qti_schema),
        ),
    ];
    attributes.extend(root.attributes);
    xml::write(&Element { attributes, ..root })
}

/// Elements of HTML, which keep their names in QTI 3.0.
fn is_html(name: &str) -> bool {
    crate::interchange::outgoing::is_tag(name) || matches!(name, "ruby" | "rt" | "rp")
}

fn newer(element: Element) -> Element {
    let html = is_html(&element.name);
    let mut children: Vec<Node> = element
        .children
        .into_iter()
        .map(|child| match child {
            Node::Element(child) => Node::Element(newer(child)),
            Node::Text(text) => Node::Text(text),
        })
        .collect();
    if matches!(element.name.as_str(), "modalFeedback" | "rubricBlock") {
        let mut body = Element::new("qti-content-body");
        body.children = children;
        children = vec![Node::Element(body)];
    }
    let mut attributes = element.attributes;
    if element.name == "rubricBlock" {
        attributes.insert(0, ("use".to_owned(), "scoring".to_owned()));
    }
    if !html {
        for (name, _) in &mut attributes {
            if !name.contains(':') {
                *name = kebab(name);
            }
        }
    }
    Element {
        name: if html {
            element.name
        } else {
            format!("qti-{}", kebab(&element.name))
        },
        attributes,
        children,
    }
}
