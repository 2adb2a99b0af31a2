//! Whom a noun phrase is about, by the names in it and beside it.
//!
//! Finds: the name that is the head of a phrase; a name behind a role and a comma (`the lead author, Ana Ruiz, said`); a name before a
//! description (`Ana Ruiz, a teacher, who said`); who issued a document (`a survey published in May by the Harbour Institute`).
//! Does not find: names that the phrase only mentions (`a spokesman for Ruiz`). Cost: a few tokens around the phrase.

use super::speaker::Resolver;
use crate::entity::{Label, Mention, MentionKind};
use crate::person::PersonId;
use crate::quote::Quote;
use crate::tag::Tag;
use crate::text::Span;

impl<'a> Resolver<'a> {
    /// Whether a name or role is what the phrase is about: not "the Ruiz nomination", "a spokesman for Ruiz", "those who blame Ruiz".
    pub fn is_head(&self, mention: Span, source: Span) -> bool {
        let text = self.input.text;
        let before = text[source.start as usize..mention.start as usize].trim_end();
        let last_word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_dependent = matches!(
            last_word,
            "of" | "for" | "to" | "with" | "by" | "from" | "about" | "against" | "under" | "near" | "blaming" | "around" | "than"
        );
        let is_in_clause = before.split_whitespace().any(|word| matches!(word, "who" | "which" | "that" | "whose"));
        // A noun right behind: "Ruiz supporters"; not "Ruiz Jr.", "Ruiz of Quito".
        let behind = self.input.tokens.first_at_or_after(mention.end);
        let is_first_part = self.input.tokens.spans.get(behind).is_some_and(|span| span.end <= source.end)
            && matches!(self.input.tags.tags.get(behind), Some(Tag::Nn | Tag::Nns))
            && text[mention.end as usize..].starts_with(' ');
        !is_dependent && !is_in_clause && !is_first_part
    }

    /// `the study's lead author, doctoral candidate Ana Ruiz, said`: the name behind the comma, where the source ends before it.
    ///
    /// Not where what is said begins there (`According to the judge, Ruiz lied`), nor behind a verb (`the judge, citing Ruiz, said`).
    pub fn apposed(&self, source: Span, quote: &Quote) -> Option<PersonId> {
        let text = self.input.text;
        let rest = text[source.end as usize..].strip_prefix(", ")?;
        let mentions = &self.input.people.mentions;
        let next = mentions.partition_point(|mention| mention.span.start < source.end);
        let number = (next..mentions.len().min(next + 3))
            .find(|&number| mentions[number].label == Label::Person && mentions[number].kind == MentionKind::Name)?;
        let mention = mentions[number].span;
        let start = text.len() as u32 - rest.len() as u32;
        if mention.start < start || mention.start - start > 60 || quote.parts.iter().any(|part| part.contains(mention)) {
            return None;
        }
        let between = self.input.tokens.inside(Span { start, end: mention.start });
        let is_title = |tag: Option<&Tag>| matches!(tag, Some(Tag::Nn | Tag::Nnp | Tag::Nnps | Tag::Jj | Tag::Dt | Tag::Hyph));
        if between.len() > 5 || !between.clone().all(|i| is_title(self.input.tags.tags.get(i))) {
            return None;
        }
        let after = text[mention.end as usize..].chars().next();
        let cue = quote.cue.as_ref()?;
        let is_closed = cue.span.start >= mention.end || matches!(after, Some(',' | '.' | ':' | ';'));
        let is_outside = cue.lemma != "according to";
        if !(is_closed && is_outside) {
            return None;
        }
        self.input.people.person_of[number]
    }

    /// Who issued a document, where that is told behind the source: `data | from the Ruiz Archive`, `a memo posted online | by Ana Ruiz`.
    pub fn issuer_behind(&self, source: Span) -> Option<(usize, &'a Mention)> {
        let tokens = self.input.tokens;
        let first = tokens.first_at_or_after(source.end);
        let limit = (first + 8).min(tokens.len());
        let mut has_preposition = false;
        for i in first..limit {
            let span = tokens.spans[i];
            if let Some(id) = self.mention_from(span.start).filter(|_| has_preposition) {
                let mention = &self.input.people.mentions[id];
                return matches!(mention.label, Label::Org | Label::Person).then_some((id, mention));
            }
            match self.input.tags.tags.get(i)? {
                Tag::In if matches!(&*tokens.lower(self.input.text, i), "by" | "from") => has_preposition = true,
                Tag::In | Tag::Rb | Tag::Vbn | Tag::Cd if !has_preposition => {}
                Tag::Dt | Tag::Nnp | Tag::Jj | Tag::Nn => {}
                _ => return None,
            }
        }
        None
    }

    /// The mention that starts at an offset, by number.
    fn mention_from(&self, start: u32) -> Option<usize> {
        let mentions = &self.input.people.mentions;
        let at = mentions.partition_point(|mention| mention.span.start < start);
        mentions.get(at).filter(|mention| mention.span.start == start && mention.kind == MentionKind::Name).map(|_| at)
    }

    /// `Ana Ruiz, a teacher from Quito, who said`: whom the phrase describes.
    pub fn named_before(&self, phrase: Span) -> Option<PersonId> {
        let text = self.input.text;
        let lower = phrase.text(text).to_lowercase();
        let is_description = ["a ", "an ", "the ", "one of "].iter().any(|first| lower.starts_with(first));
        let comma = phrase.start.checked_sub(2).filter(|_| is_description && text[..phrase.start as usize].ends_with(", "))?;
        let mentions = &self.input.people.mentions;
        let before = mentions.partition_point(|mention| mention.span.end < comma);
        let mention = mentions.get(before).filter(|mention| mention.span.end == comma && mention.label == Label::Person)?;
        (mention.kind == MentionKind::Name).then(|| self.input.people.person_of[before])?
    }
}
