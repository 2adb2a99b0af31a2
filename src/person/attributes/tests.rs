//! What is told of the first person of each text: role, affiliation, age, nationality; "-" for nothing.

use crate::document::Article;
use crate::pipeline::Pipeline;
use std::fmt::Write;

/// Text; role, affiliation, age, nationality.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str);

fn check(cases: &[Case]) {
    let pipeline = Pipeline::new();
    let mut wrong = String::new();
    for &(text, role, affiliation, age, nationality) in cases {
        let document = pipeline.analyze(Article { text: Some(text.to_owned()), ..Article::default() });
        let Some(person) = document.people.persons.first() else {
            _ = write!(wrong, "\n{text}\n  nobody");
            continue;
        };
        let told = &person.attributes;
        let or_none = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
        let found = [
            or_none(told.role.clone()),
            or_none(told.affiliation.clone()),
            or_none(told.age.map(|age| age.to_string())),
            or_none(told.nationality.clone()),
        ];
        if found != [role, affiliation, age, nationality] {
            _ = write!(wrong, "\n{text}\n  {}: {found:?}", person.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn before_the_name() {
    check(&[
        ("Japanese Prime Minister Haruto Endo left.", "prime minister", "-", "-", "Japanese"),
        ("Former Secretary of State Ana Ruiz left.", "former secretary of state", "-", "-", "-"),
        ("Acme Corp. chief executive Ana Ruiz left.", "chief executive", "Acme Corp.", "-", "-"),
        ("White House spokeswoman Ana Ruiz said so.", "spokeswoman", "White House", "-", "-"),
        ("The popular Spanish striker Pablo Ruiz scored.", "striker", "-", "-", "Spanish"),
        ("The company's finance chief, Ana Ruiz, left.", "finance chief", "-", "-", "-"),
        ("The 34-year-old nurse Ana Ruiz left.", "nurse", "-", "34", "-"),
        ("State Sen. Ana Ruiz voted no.", "state senator", "-", "-", "-"),
        ("Sen. Ana Ruiz (D-Ore.) voted no.", "senator", "Democratic", "-", "-"),
        ("Seattle-based lawyer Ana Ruiz agreed.", "lawyer", "-", "-", "-"),
        ("An American company executive, Ana Ruiz, agreed.", "company executive", "-", "-", "-"),
        ("Chinese restaurant owner Di Vo agreed.", "restaurant owner", "-", "-", "-"),
        ("The Turkish carpet dealer Ana Ruiz agreed.", "carpet dealer", "-", "-", "-"),
        ("Kenyan distance runner Di Vo agreed.", "distance runner", "-", "-", "Kenyan"),
        ("The Danish finance minister, Di Vo, agreed.", "finance minister", "-", "-", "Danish"),
        ("Human rights lawyer Ana Ruiz agreed.", "human rights lawyer", "-", "-", "-"),
        ("Her brother Pablo Ruiz agreed.", "-", "-", "-", "-"),
        ("Mr. Pablo Ruiz agreed.", "-", "-", "-", "-"),
        ("The likely nominee Ana Ruiz agreed.", "-", "-", "-", "-"),
        ("It was a grim milestone President Ana Ruiz had foretold.", "president", "-", "-", "-"),
        ("Acme Corp. chief executive and founder Ana Ruiz agreed.", "chief executive", "Acme Corp.", "-", "-"),
        ("The mayor and councilwoman Ana Ruiz agreed.", "councilwoman", "-", "-", "-"),
        ("Voters chose Democrat Ana Ruiz.", "-", "Democrat", "-", "-"),
        ("Left-wing activist Ana Ruiz agreed.", "activist", "-", "-", "-"),
        ("City Council member Ana Ruiz agreed.", "member", "City Council", "-", "-"),
        ("They met Ana Ruiz at the White House.", "-", "-", "-", "-"),
        ("Editor-in-chief Ana Ruiz agreed.", "editor-in-chief", "-", "-", "-"),
        ("Republican Ohio Sen. Ana Ruiz agreed.", "senator", "Republican", "-", "-"),
        ("Press Secretary Rear Adm. Ana Ruiz agreed.", "press secretary", "-", "-", "-"),
        ("The former ambassador to the United Nations Ana Ruiz agreed.", "former ambassador", "-", "-", "-"),
        ("They asked the director of the FBI Ana Ruiz.", "director", "FBI", "-", "-"),
        ("Retired Lt. Col. Ana Ruiz agreed.", "retired lieutenant colonel", "-", "-", "-"),
        ("A columnist for Acme Corp., Ana Ruiz lives in Quito.", "columnist", "Acme Corp.", "-", "-"),
        ("The first year law student Ana Ruiz agreed.", "law student", "-", "-", "-"),
        ("The former prime minister, Dr. Ana Ruiz, agreed.", "former prime minister", "-", "-", "-"),
    ]);
}

#[test]
fn in_apposition() {
    check(&[
        ("Ana Ruiz, the mayor of Port Alder, left.", "mayor", "Port Alder", "-", "-"),
        ("The mayor of Port Alder, Ana Ruiz, left.", "mayor", "Port Alder", "-", "-"),
        ("Ana Ruiz, a spokeswoman for Acme Corp., declined.", "spokeswoman", "Acme Corp.", "-", "-"),
        ("Ana Ruiz, 34, a potter from Quito, left.", "potter", "-", "34", "-"),
        ("Ana Ruiz, chief of staff to the governor, left.", "chief of staff", "-", "-", "-"),
        ("Ana Ruiz, a professor of law at Harvard University, agreed.", "professor of law", "Harvard University", "-", "-"),
        ("Ana Ruiz, a Kenyan runner, won.", "runner", "-", "-", "Kenyan"),
        ("Ana Ruiz, a mother of two, won.", "-", "-", "-", "-"),
        ("Ana Ruiz, prosecutors said, had lied.", "-", "-", "-", "-"),
        ("In a letter to the mayor, Ana Ruiz said no.", "-", "-", "-", "-"),
        ("Ana Ruiz, the former president of Acme Corp., left.", "former president", "Acme Corp.", "-", "-"),
        ("Ana Ruiz of Greenpeace agreed.", "-", "Greenpeace", "-", "-"),
        ("Ana Ruiz, a member of the choir, agreed.", "-", "-", "-", "-"),
        (
            "Ana Ruiz, public policy and research director of Acme Corp., agreed.",
            "public policy and research director",
            "Acme Corp.",
            "-",
            "-",
        ),
        ("Ana Ruiz, law professor at Harvard University told reporters so.", "law professor", "Harvard University", "-", "-"),
        ("For Ana Ruiz, the mayor is a friend.", "-", "-", "-", "-"),
        ("Ana Ruiz, a Syria expert at Harvard University, agreed.", "expert", "Harvard University", "-", "-"),
        ("Ana Ruiz, an editor of the academic journal Sleep, agreed.", "editor", "-", "-", "-"),
        ("Ana Ruiz, a spokeswoman for the fire department, agreed.", "spokeswoman", "fire department", "-", "-"),
        (
            "Ana Ruiz, study co-author and professor at Harvard University, agreed.",
            "study co-author",
            "Harvard University",
            "-",
            "-",
        ),
        ("They named Ana Ruiz (the reaper) and others.", "-", "-", "-", "-"),
        ("Ana Ruiz, a fiery Kenyan anchor and the owner of the house, agreed.", "anchor", "-", "-", "Kenyan"),
        ("Ana Ruiz, a spokeswoman based in Quito, agreed.", "spokeswoman", "-", "-", "-"),
        ("Ana Ruiz, an activist from the island of Madagascar, agreed.", "activist", "-", "-", "-"),
        ("Ana Ruiz, a Democrat and former secretary of state, agreed.", "former secretary of state", "Democrat", "-", "-"),
        ("Ana Ruiz, chancellor, Harvard University", "chancellor", "Harvard University", "-", "-"),
        ("Ana Ruiz, a history and public affairs professor, agreed.", "history and public affairs professor", "-", "-", "-"),
        ("Ana Ruiz is chief executive and president of Acme Corp.", "chief executive", "Acme Corp.", "-", "-"),
    ]);
}

#[test]
fn in_clauses() {
    check(&[
        ("Ana Ruiz is the mayor of Port Alder.", "mayor", "Port Alder", "-", "-"),
        ("Ana Ruiz, who is prime minister, left.", "prime minister", "-", "-", "-"),
        ("Ana Ruiz, who is 34, left.", "-", "-", "34", "-"),
        ("Ana Ruiz, who is now chief regulatory officer at Acme Corp., left.", "chief regulatory officer", "Acme Corp.", "-", "-"),
        ("Ana Ruiz is not the mayor.", "-", "-", "-", "-"),
        ("Ana Ruiz was the mayor.", "-", "-", "-", "-"),
        ("\"Ana Ruiz is a doctor,\" they said.", "-", "-", "-", "-"),
        ("A spokesman for Ana Ruiz is a doctor.", "-", "-", "-", "-"),
    ]);
}

#[test]
fn ages_are_told_of_the_person() {
    check(&[
        ("Ana Ruiz, 34, left.", "-", "-", "34", "-"),
        ("Ana Ruiz (34) left.", "-", "-", "34", "-"),
        ("Ana Ruiz, aged 34, left.", "-", "-", "34", "-"),
        ("Ana Ruiz lives at Ruiz, 34 Elm Street.", "-", "-", "-", "-"),
        ("Ana Ruiz turns 35 in May.", "-", "-", "-", "-"),
        ("Ana Ruiz's 12-year-old son left.", "-", "-", "-", "-"),
        ("Ana Ruiz won in May. The 34-year-old has never lost.", "-", "-", "34", "-"),
        ("Ana Ruiz, then 34, left.", "-", "-", "-", "-"),
        ("Ana Ruiz beat Mia Lund. The 34-year-old has never lost.", "-", "-", "-", "-"),
    ]);
}
