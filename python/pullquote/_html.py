"""What every display in HTML is made of: its style, its frame, and text made safe. No script, nothing fetched."""

from __future__ import annotations

from html import escape

from pullquote._palette import COLOURS, DARK, LIGHT, N_COLOURS

_SANS = "system-ui,-apple-system,'Segoe UI',Inter,Roboto,sans-serif"
_SERIF = "Charter,'Bitstream Charter','Charis SIL',Georgia,Cambria,'Times New Roman',serif"

#: Three times the class outweighs what notebooks say of tables and pre.
_OWN = ".pullquote.pullquote.pullquote"

_FRAME = f"""
.pullquote{{background:var(--pq-paper);color:var(--pq-text);border:1px solid var(--pq-line);border-radius:8px;
max-width:68em;margin:0;padding:1.1em 1.5em 1.2em;box-sizing:border-box;font:14px/1.5 {_SANS};text-align:left;
--i:var(--pq-none-ink);--t:var(--pq-none)}}
.pullquote .pq-head{{display:flex;flex-wrap:wrap;gap:0 1em;justify-content:space-between;color:var(--pq-faint);
font-size:13px;border-bottom:1px solid var(--pq-line);padding-bottom:.5em;margin-bottom:.9em}}
.pullquote .pq-head b{{color:var(--pq-text);font-weight:600}}
.pullquote .pq-head span,.pullquote bdi{{unicode-bidi:isolate}}
.pullquote .pq-error{{color:var(--pq-error);margin-bottom:.6em}}
.pullquote .pq-faint{{color:var(--pq-faint)}}
.pullquote .pq-caption{{font-size:11px;font-weight:600;letter-spacing:.07em;text-transform:uppercase;
color:var(--pq-faint);margin:.2em 0 .5em;text-align:left;caption-side:top;padding:0}}
.pullquote mark,.pullquote .pq-text b,.pullquote small{{font:inherit;color:inherit;background:none;padding:0}}
.pullquote .pq-quote,.pullquote .pq-words{{border-radius:.2em;-webkit-box-decoration-break:clone;
box-decoration-break:clone}}
.pullquote .pq-direct,.pullquote .pq-fragment,.pullquote .pq-words{{background:var(--t);padding:.06em .08em}}
.pullquote .pq-direct,.pullquote .pq-fragment{{text-decoration:underline solid var(--i) 2px;
text-underline-offset:.3em;text-decoration-skip-ink:none}}
.pullquote .pq-mixed,.pullquote .pq-indirect{{text-decoration:underline dotted var(--i) 2px;text-underline-offset:.3em;
text-decoration-skip-ink:none}}
.pullquote .pq-direct.pq-again,.pullquote .pq-fragment.pq-again{{text-decoration-style:double;
text-decoration-thickness:1.5px}}
.pullquote .pq-mixed.pq-again,.pullquote .pq-indirect.pq-again{{text-decoration-style:dashed;
text-decoration-thickness:1.5px}}
.pullquote .pq-key{{border-top:1px solid var(--pq-line);margin-top:1.1em;padding-top:.6em;font-size:12px;
color:var(--pq-faint)}}
.pullquote .pq-key>span{{margin-right:1.3em;white-space:nowrap}}
.pullquote .pq-why{{cursor:help}}
.pullquote :focus-visible{{outline:2px solid var(--pq-text);outline-offset:2px;border-radius:.2em}}
"""

# Why: a card below the line, for whatever is pointed at or in focus; as wide as the column, so that it never
# hangs over its edge. What screen readers say is what it shows.
_CARD = f"""
.pullquote .pq-text,.pullquote .pq-said{{position:relative}}
.pullquote .pq-why:focus::after,.pullquote .pq-why:hover:not(:has(.pq-why:hover))::after{{content:attr(aria-description);
position:absolute;display:block;left:0;z-index:9;box-sizing:border-box;width:max-content;max-width:min(100%,32em);
margin-top:.35em;padding:.55em .9em .6em;background:var(--pq-paper);color:var(--pq-text);border:1px solid var(--pq-line);
border-left:4px solid var(--i);border-radius:5px;box-shadow:0 3px 14px rgb(0 0 0/.22);font:400 12.5px/1.5 {_SANS};
letter-spacing:0;text-decoration:none;text-align:left;white-space:pre-line;overflow-wrap:anywhere;pointer-events:none}}
.pullquote .pq-why:hover:not(:focus)::after{{animation:pq-in .12s .25s backwards}}
@keyframes pq-in{{from{{opacity:0}}}}
@media print{{.pullquote .pq-why::after{{content:none!important}}}}
"""

_TEXT = f"""
.pullquote .pq-body{{display:flex;flex-wrap:wrap;gap:1.2em 2.4em;align-items:flex-start;min-height:7em}}
{_OWN} .pq-text{{flex:1 1 32em;min-width:min(100%,16em);margin:0;padding:0;border:0;color:inherit;background:none;
max-width:40em;white-space:pre-wrap;word-break:normal;overflow-wrap:anywhere;overflow:visible;unicode-bidi:plaintext;
font:16.5px/1.78 {_SERIF};font-variant-numeric:oldstyle-nums;text-rendering:optimizeLegibility}}
.pullquote .pq-apart{{font:600 1.3em/1.3 {_SERIF};margin:0 0 .7em}}
.pullquote .pq-title{{font-size:1.3em;line-height:1.3;font-weight:600}}
.pullquote .pq-who::after{{content:attr(data-who);font:600 10.5px/1 {_SANS};letter-spacing:.015em;white-space:nowrap;
unicode-bidi:isolate;color:var(--pq-paper);background:var(--i);border-radius:3px;padding:2px 5px;margin:0 .1em 0 .35em;
position:relative;top:-.16em}}
.pullquote .pq-text b.pq-speaker{{font-weight:700;color:var(--i)}}
.pullquote .pq-cue{{font-style:italic;color:var(--i)}}
.pullquote .pq-name{{border-bottom:1px solid var(--pq-line)}}
.pullquote .pq-pronoun,.pullquote .pq-role{{border-bottom-style:dotted}}
.pullquote .pq-quote .pq-name,.pullquote .pq-title .pq-name{{border:0}}
.pullquote .pq-mark{{text-decoration:underline wavy var(--pq-faint) 1px;text-underline-offset:.25em}}
.pullquote small.pq-masked{{font-size:.84em;color:var(--pq-faint);
background:repeating-linear-gradient(135deg,var(--pq-none) 0 3px,transparent 3px 7px)}}
.pullquote .pq-key small.pq-masked{{font-size:12px;padding:.15em .4em}}
.pullquote .pq-people{{flex:1 1 14em;max-width:22em;font-size:13px}}
{_OWN} .pq-people ul{{list-style:none;margin:0 0 .9em;padding:0}}
{_OWN} .pq-people li{{margin:0 0 .65em;padding:0 0 0 .7em;border-left:4px solid var(--i);list-style:none}}
{_OWN} .pq-people li.pq-again{{border-left:5px double var(--i);padding-left:calc(.7em - 1px)}}
.pullquote .pq-person b{{color:var(--i);font-weight:600;font-size:14px}}
.pullquote .pq-person div{{color:var(--pq-faint)}}
"""

_TABLE = f"""
{_OWN} table{{border-collapse:collapse;width:100%;margin:0;font:inherit;table-layout:auto;color:inherit;border:0;
display:table;overflow:visible}}
{_OWN} tr{{background:none;border:0}}
{_OWN} td,{_OWN} th{{text-align:left;vertical-align:baseline;padding:.42em 0 .42em 1.1em;background:none;
border:0;border-top:1px solid var(--pq-line);font-size:13px;font-weight:400;white-space:normal;max-width:none}}
{_OWN} td:first-child,{_OWN} th:first-child{{padding-left:0}}
{_OWN} caption+tbody>tr:first-child>*,{_OWN} tbody:first-child>tr:first-child>*{{border-top:0}}
{_OWN} thead th{{color:var(--pq-faint);border-top:0;font-size:12px}}
{_OWN} tr.pq-article th{{padding-top:1.3em;font-size:12.5px;color:var(--pq-faint)}}
{_OWN} tr.pq-article b{{color:var(--pq-text);font-weight:600}}
{_OWN} th.pq-speaker{{width:13em;min-width:6.5em;overflow-wrap:anywhere}}
{_OWN} th.pq-speaker b{{font-weight:600;font-size:13.5px;color:var(--i)}}
{_OWN} td.pq-said{{font:15.5px/1.55 {_SERIF};overflow-wrap:anywhere}}
{_OWN} .pq-how{{color:var(--pq-faint);font-size:12px}}
{_OWN} td.pq-how{{width:12em}}
@media (max-width:600px){{.pullquote{{padding:.8em .9em .9em}}{_OWN} th.pq-speaker{{width:7.5em}}
{_OWN} td.pq-how{{width:7em}}}}
"""


def _scheme(selector: str, basics: tuple[str, ...], first: int) -> str:
    """The colours of one scheme: papers and inks, then ink and tint for each speaker."""
    names = ("paper", "text", "faint", "line", "none", "none-ink", "error")
    own = "".join(f"--pq-{name}:{value};" for name, value in zip(names, basics))
    inks = "".join(f"--i{n}:{c[first]};--t{n}:{c[first + 1]};" for n, c in enumerate(COLOURS))
    scheme = "dark" if first else "light"
    return f"{selector}{{{own}{inks}color-scheme:{scheme}}}\n"


def _themed(*hosts: str) -> str:
    return ",".join(f"{host} .pullquote" for host in hosts)


# Dark where the reader's system is; but what the page around says of itself wins: JupyterLab, VS Code, Colab,
# pages with data-theme, mkdocs-material.
_STYLE = (
    _FRAME
    + _TEXT
    + _TABLE
    + _CARD
    + "".join(f".pullquote .pq-c{n}{{--i:var(--i{n});--t:var(--t{n})}}\n" for n in range(N_COLOURS))
    + _scheme(".pullquote", LIGHT, 0)
    + f"@media (prefers-color-scheme:dark){{{_scheme('.pullquote', DARK, 2)}}}\n"
    + _scheme(
        _themed(
            "[data-jp-theme-light=true]",
            ".vscode-light",
            "html[theme=light]",
            "[data-theme=light]",
            "[data-md-color-scheme=default]",
        ),
        LIGHT,
        0,
    )
    + _scheme(
        _themed(
            "[data-jp-theme-light=false]",
            ".vscode-dark",
            "html[theme=dark]",
            "[data-theme=dark]",
            "[data-md-color-scheme=slate]",
        ),
        DARK,
        2,
    )
)


def safe(text: object) -> str:
    r"""Any text for HTML, in an element or an attribute; parsers give it back sign by sign.

    But for what HTML cannot hold: a null byte or a lone surrogate is U+FFFD.

    Examples:
        >>> safe('<b title="a">\r\n')
        '&lt;b title=&quot;a&quot;&gt;&#13;\n'
    """
    out = escape(str(text))
    if not out.isascii() and any("\ud800" <= sign <= "\udfff" for sign in out):
        out = "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in out)
    # Parsers drop null bytes and make line feeds of carriage returns.
    return out.replace("\0", "\ufffd").replace("\r", "&#13;")


def style() -> str:
    """The style of all displays."""
    return f"<style>{_STYLE}</style>"


def frame(body: str, label: str) -> str:
    """A display without its style: a figure that says what it is."""
    return f'<figure class="pullquote" aria-label="{safe(label)}">{body}</figure>'


def page(body: str, label: str = "pullquote") -> str:
    """A fragment of HTML that brings its style."""
    return style() + frame(body, label)


def why(about: str, *, is_stop: bool) -> str:
    """Attributes of an element that says why: in a card for eyes, as its description for screen readers.

    Args:
        about: what to say; line breaks are kept.
        is_stop: whether the keyboard stops there.
    """
    stop = ' tabindex="0"' if is_stop else ""
    return f'{stop} aria-description="{safe(about)}"'


def colour_class(colour: int, is_again: bool = False) -> str:
    """The classes of a speaker's colour; none for nobody's."""
    if colour < 0:
        return ""
    return f" pq-c{colour}{' pq-again' if is_again else ''}"
