//! Checks promise 1 on one document: every span of every layer is true.
//!
//! Input: an analysed document. Output: nothing, or what is wrong. Cost: O(spans).

use crate::document::Document;
use crate::text::Span;

impl Document {
    /// Checks that all spans lie in the text on character boundaries, that layers are sorted, that ids point somewhere, and
    /// that code points lead back to the same bytes.
    ///
    /// # Errors
    /// The first thing that is not so, as a sentence with the layer and the span.
    pub fn check(&self) -> Result<(), String> {
        self.check_layer("tokens", self.tokens.spans.iter().copied(), true)?;
        self.check_layer("boilerplate", self.regions.iter().map(|region| region.span), true)?;
        self.check_layer("mentions", self.mentions().iter().map(|mention| mention.span), false)?;
        self.check_layer("times", self.times.iter().map(|time| time.span), true)?;
        self.check_layer("marks", self.marks.iter().map(|mark| mark.span), false)?;
        self.check_layer("quotes", self.quotes.iter().map(crate::quote::Quote::span), false)?;
        self.check_layer("sentences", self.sentences.iter().map(|sentence| sentence.span), false)?;
        let outer = self.sentences.iter().filter(|sentence| sentence.depth == 0);
        self.check_layer("outer sentences", outer.map(|sentence| sentence.span), true)?;
        self.check_quotes()?;
        self.check_people()
    }

    fn check_span(&self, layer: &str, span: Span) -> Result<(), String> {
        let Span { start, end } = span;
        if start > end || end as usize > self.text.len() {
            return Err(format!("{layer}: span {start}..{end} is not in the text of {} bytes", self.text.len()));
        }
        for offset in [start, end] {
            if !self.text.is_char_boundary(offset as usize) {
                return Err(format!("{layer}: byte {offset} is inside a character"));
            }
            if self.chars.to_bytes(&self.text, self.chars.to_chars(&self.text, offset)) != offset {
                return Err(format!("{layer}: byte {offset} does not survive the way to code points and back"));
            }
        }
        Ok(())
    }

    fn check_layer(&self, layer: &str, spans: impl Iterator<Item = Span>, is_flat: bool) -> Result<(), String> {
        let mut last: Option<Span> = None;
        for span in spans {
            self.check_span(layer, span)?;
            if let Some(last) = last {
                if span.start < last.start {
                    return Err(format!("{layer}: byte {} stands after byte {}", last.start, span.start));
                }
                if is_flat && span.start < last.end {
                    return Err(format!("{layer}: {}..{} overlaps {}..{}", last.start, last.end, span.start, span.end));
                }
            }
            last = Some(span);
        }
        Ok(())
    }

    fn check_quotes(&self) -> Result<(), String> {
        if !self.has_quote_layer && (self.quotes.len(), self.marks.len()) != (0, 0) {
            return Err(format!("{} quotes, {} marks that nobody looked for", self.quotes.len(), self.marks.len()));
        }
        if self.attributions.len() != self.quotes.len() || self.details.len() != self.quotes.len() {
            return Err(format!("{} quotes, {} attributions", self.quotes.len(), self.attributions.len()));
        }
        for (index, (quote, attribution)) in self.quotes.iter().zip(&self.attributions).enumerate() {
            let name = format!("quote {}", self.quote_id(index));
            self.check_layer(&format!("{name}, parts"), quote.parts.iter().copied(), true)?;
            self.check_layer(&format!("{name}, quoted"), quote.quoted.iter().copied(), true)?;
            let speaker = attribution.speaker.as_ref();
            let single = [quote.cue.as_ref().map(|cue| cue.span), quote.source, speaker.and_then(|speaker| speaker.mention)];
            for span in single.into_iter().chain([quote.addressee]).flatten() {
                self.check_span(&name, span)?;
            }
            let details = &self.details[index];
            self.check_layer(&format!("{name}, inserts"), details.inserts.iter().copied(), true)?;
            let told = [details.channel, details.venue, details.reported_by, details.anonymity_reason, details.addressee];
            for span in told.into_iter().flatten() {
                self.check_span(&name, span)?;
            }
            if quote.parent.is_some_and(|parent| parent.0 as usize >= self.quotes.len() || parent.0 as usize == index) {
                return Err(format!("{name}: the parent does not exist"));
            }
            if speaker.and_then(|speaker| speaker.person).is_some_and(|person| person.index() >= self.people.persons.len()) {
                return Err(format!("{name}: the speaker is not among the people"));
            }
            if speaker.is_some_and(|speaker| speaker.name.is_some()) == attribution.reason.is_some() {
                return Err(format!("{name}: a reason stands where there is no name, and only there"));
            }
        }
        Ok(())
    }

    fn check_people(&self) -> Result<(), String> {
        if self.people.person_of.len() != self.people.mentions.len() {
            return Err(format!("{} mentions, {} links", self.people.mentions.len(), self.people.person_of.len()));
        }
        for (number, person) in self.people.persons.iter().enumerate() {
            for mention in &person.mentions {
                let linked = self.people.person_of.get(mention.0 as usize).copied().flatten();
                if linked.map(crate::person::PersonId::index) != Some(number) {
                    return Err(format!("person {:?}: mention {} is not linked back", person.name, mention.0));
                }
            }
        }
        Ok(())
    }
}
