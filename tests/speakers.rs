//! Whose a quote is: the rules of the attribution stage and the model's choices, each with a counter-example.

use pullquote::{Article, Document, Pipeline};

fn read(text: &str) -> Document {
    Pipeline::new().analyze(Article { text: Some(text.to_owned()), ..Article::default() })
}

/// The speakers of all quotes, "-" where there is none.
fn speakers(text: &str) -> Vec<String> {
    let name = |attribution: &pullquote::attribute::Attribution| {
        attribution.speaker.as_ref().and_then(|speaker| speaker.name.clone()).unwrap_or_else(|| "-".to_owned())
    };
    let document = read(text);
    let told = document.quotes.iter().zip(&document.attributions).filter(|(quote, _)| quote.status.is_speech());
    told.map(|(_, attribution)| name(attribution)).collect()
}

#[test]
fn the_speaker_is_who_the_words_beside_the_cue_are_about() {
    let mut wrong = Vec::new();
    for (text, expected) in [
        // A name behind a role and a comma is whom the role means; not one behind a verb.
        ("The study's lead author, doctoral candidate Ana Ruiz, said the lake was warm.", "Ana Ruiz"),
        ("The judge, who had met Ana Ruiz, said the road was closed.", "judge"),
        // A name inside a phrase that is about somebody else.
        ("Mayor Ana Ruiz of Quito said the road was closed.", "Ana Ruiz"),
        ("A spokesman for Ana Ruiz said the road was closed.", "A spokesman for Ana Ruiz"),
        // Whoever issued a document, if that is told.
        ("According to a survey published in May by the Harbour Institute, the lake was warm.", "Harbour Institute"),
        ("According to a survey, the lake was warm near the Harbour Institute.", "a survey"),
        // "who" behind a description behind a name.
        ("Lena met Omar Haddad, a refugee from Aleppo, who told her the bread was gone.", "Omar Haddad"),
        ("Lena met a refugee from Aleppo, who told her the bread was gone.", "a refugee from Aleppo"),
        // A comma inside the marks promises a speaker, whatever the verb.
        ("“Not yet,” Ana Ruiz sighed and closed the gate.", "Ana Ruiz"),
        ("“We leave at dawn and take the dogs.” Ana Ruiz said.", "Ana Ruiz"),
    ] {
        let found = speakers(text);
        if found != [expected] {
            wrong.push((text, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn narration_behind_a_quotation_does_not_name_its_speaker() {
    let mention = |text: &str| read(text).attributions[0].speaker.as_ref().and_then(|speaker| speaker.mention);
    assert!(mention("“We leave at dawn and take the dogs.” Ana Ruiz said.").is_some());
    assert!(mention("“We leave at dawn and take the dogs.” Ana Ruiz slept.").is_none());
}

#[test]
fn a_mark_of_three_bytes_before_a_description_is_read_over() {
    // Offsets before a phrase need not be boundaries of characters.
    for text in [
        "“We will not go back to the valley,” the teacher who said the road was closed told them.",
        "The crews asked for “the keys” the mayor who said the road was closed had kept.",
    ] {
        assert_eq!(read(text).error, None, "{text}");
    }
}

#[test]
fn a_dash_and_a_name_below_a_quotation() {
    assert_eq!(
        speakers("It began long ago.\n\n“We leave at dawn and take the dogs.”\n\n- Ana Ruiz.\n\nThe dogs slept."),
        ["Ana Ruiz"]
    );
    assert_eq!(
        speakers("It began long ago.\n\n“We leave at dawn and take the dogs.”\n\nAna Ruiz slept.\n\nThe dogs slept."),
        ["-"]
    );
}

#[test]
fn a_broadcast_in_marks_does_not_part_a_quotation() {
    let text = "“The dam will hold,” Ana Ruiz said on Monday on “Morning Hour.” “We looked at every stone of it.”";
    let document = read(text);
    assert_eq!(document.quotes[0].parts.len(), 2, "{:?}", document.quotes);
    // A title that speaks for itself is none.
    let text = "“The dam will hold,” Ana Ruiz said on Monday. Omar Haddad reads “Morning Hour.” “We looked at every stone of it.”";
    assert_eq!(read(text).quotes[0].parts.len(), 1);
}

#[test]
fn pronouns_and_nouns_mean_somebody_of_the_article() {
    for (text, expected) in [
        (
            "Ana Ruiz met Omar Haddad in Quito. She said the bridge was safe. He said the road was not.",
            &["Ana Ruiz", "Omar Haddad"][..],
        ),
        ("The Harbour Times asked for the letters. The newspaper said the mayor had kept them.", &["Harbour Times"]),
        ("Ana Ruiz (FBI) met Omar Haddad. The FBI said the bridge was safe.", &["FBI"]),
        ("Residents of Quito stayed away. The mayor said the bridge was safe.", &["mayor"]),
    ] {
        assert_eq!(speakers(text), expected, "{text}");
    }
}

#[test]
fn candidates_are_ranked_and_hold_the_chosen_one() {
    let document = read("Ana Ruiz met Omar Haddad in Quito. She said the bridge was safe. He said the road was not.");
    for attribution in &document.attributions {
        let shares: Vec<f32> = attribution.candidates.iter().map(|(_, share)| *share).collect();
        assert!(shares.is_sorted_by(|a, b| a >= b) && shares.iter().sum::<f32>() <= 1.0001, "{shares:?}");
        assert_eq!(Some(&attribution.candidates[0].0), attribution.speaker.as_ref());
        assert!((attribution.candidates[0].1 - attribution.confidence).abs() < 1e-6);
    }
    // Nobody, no candidates.
    let document = read("“Go home.”");
    assert!(document.attributions.iter().all(|attribution| attribution.candidates.is_empty()));
}

#[test]
fn what_nobody_said_did_not_happen() {
    for (text, expected) in [
        ("Nobody said the bridge was safe.", "negated"),
        ("No official has said that the bridge was safe.", "negated"),
        ("“The bridge is safe,” nobody said.", "negated"),
        ("No. 10 said the bridge was safe.", "said"),
        ("Noboru Tanaka said the bridge was safe.", "said"),
        ("Somebody said that no official knew.", "said"),
    ] {
        let found: Vec<&str> = read(text).quotes.iter().map(|quote| quote.status.name()).collect();
        assert_eq!(found, [expected], "{text}");
    }
}

#[test]
fn who_is_written_to_is_no_source() {
    let text = "Elena Markova said in a letter to senators: “The bridge is safe.”";
    assert_eq!(speakers(text), ["Elena Markova"]);
    assert_eq!(speakers("In a letter to senators, Elena Markova said: “The bridge is safe.”"), ["Elena Markova"]);
    assert_eq!(read(text).details[0].addressee.map(|span| span.text(text)), Some("senators"));
}
