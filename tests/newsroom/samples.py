"""Items as providers send them, by the shapes that the formats' specifications and Superdesk's own code give them."""

from __future__ import annotations

NINJS_1 = {
    "uri": "http://courier.example/items/42",
    "$standard": {"name": "ninjs", "version": "1.7"},
    "type": "text",
    "version": "2",
    "versioncreated": "2024-03-15T08:10:00+02:00",
    "firstcreated": "2024-03-15T05:00:00Z",
    "pubstatus": "usable",
    "language": "en-GB",
    "byline": "Mara Sefo",
    "infosource": [{"name": "The Courier"}],
    "headline": "Blast in Warda kills seven",
    "body_text": "Seven people were killed in a blast in Warda.",
    "body_html": "<p>Seven people were killed in a <b>blast</b> in Warda.</p><p>Nine were hurt.</p>",
    "place": [{"name": "Warda", "rel": "about"}],
}
NINJS_2 = {
    "uri": "urn:courier:42",
    "standard": {"name": "ninjs", "version": "2.3"},
    "type": "text",
    "versioncreated": "2024-03-15T06:10:00Z",
    "language": "en",
    "headlines": [{"role": "short", "value": "Warda blast"}, {"role": "main", "value": "Blast in Warda kills seven"}],
    "bodies": [
        {"role": "nitf", "contenttype": "application/nitf+xml", "value": "<nitf>Seven <p></nitf>"},
        {"role": "main", "contenttype": "text/plain", "value": "Seven people were killed in a blast in Warda."},
    ],
    "infosources": [{"name": "The Courier"}],
}
NINJS_3 = {
    "uri": "urn:courier:42",
    "standard": {"name": "ninjs", "version": "3.2"},
    "type": "text",
    "versionCreated": "2024-03-15T06:10:00Z",
    "firstCreated": "2024-03-15T05:00:00Z",
    "embargoedUntil": "2024-03-16T06:00:00Z",
    "pubStatus": "usable",
    "language": "en",
    "urgency": 3,
    "headlines": [{"role": "main", "contentType": "text/plain", "value": "Blast in Warda kills seven"}],
    "bodies": [
        {"role": "main", "contentType": "text/plain", "value": "Seven people were killed in a blast in Warda."},
        {"role": "richtext", "contentType": "application/xhtml+xml", "value": "<p>Seven people were killed.</p>"},
    ],
    "infoSources": [{"name": "The Courier"}],
}
SUPERDESK = {
    "guid": "urn:newsml:localhost:2024-03-15T05:00:00.1:abc",
    "version": "3",
    "type": "text",
    "pubstatus": "usable",
    "versioncreated": "2024-03-15T06:10:00+0000",
    "firstcreated": "2024-03-15T04:40:00+0000",
    "firstpublished": "2024-03-15T05:00:00+0000",
    "language": "en",
    "priority": 6,
    "urgency": 3,
    "source": "The Courier",
    "slugline": "warda-blast",
    "headline": "Blast in Warda <br/>kills seven",
    "byline": None,
    "body_html": "<p>Seven people were killed in a blast in Warda.</p><p>Nine were hurt.</p>",
    "subject": [{"code": "16000000", "name": "conflict", "scheme": "http://cv.iptc.org/newscodes/mediatopic/"}],
    "service": [{"code": "i", "name": "International"}],
    "authors": [],
    "associations": {},
    "charcount": 63,
    "extra": {},
}
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Courier</title><link>https://courier.example/</link><language>en-gb</language>
<item><title>Blast in Warda &amp; fire</title><link>https://courier.example/42</link><guid>courier-42</guid>
<pubDate>Fri, 15 Mar 2024 06:00:00 +0200</pubDate><description>Seven killed.</description>
<content:encoded><![CDATA[<p>Seven people were killed.</p><p>قتل سبعة أشخاص</p>]]></content:encoded></item>
<item><title>Flood</title><link>https://courier.example/43</link><description>&lt;p&gt;Three bridges closed.&lt;/p&gt;</description></item>
<item><title>Picture of the day</title><link>https://courier.example/44</link></item>
<item><description>Nobody knows where this stands.</description></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title type="text">Daily Ledger</title><id>urn:ledger</id>
<updated>2024-03-15T08:00:00Z</updated>
<entry><title>Blast in Warda</title><id>urn:ledger:7</id><link href="https://ledger.example/7"/>
<published>2024-03-15T06:00:00Z</published><updated>2024-03-15T08:00:00Z</updated>
<content type="html">&lt;p&gt;Twelve people were killed.&lt;/p&gt;</content></entry></feed>"""
PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Blast in Warda kills seven | The Courier</title>
<link rel="canonical" href="https://courier.example/blast">
<meta property="og:site_name" content="The Courier"><meta property="og:title" content="Blast in Warda kills seven">
<meta property="article:published_time" content="2024-03-15T08:00:00+02:00">
<meta property="article:modified_time" content="2024-03-15T07:30:00Z"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Blast in Warda kills seven</h1>
<p>Seven people were killed in a blast in the market of Warda on Friday morning, the ministry said, and nine more were
taken to the two hospitals of the town with burns and broken bones.</p>
<p>“It was a gas bottle,” the mayor said, standing before what was left of the bakery. Nobody claimed an attack.</p>
</article><footer>© The Courier. All rights reserved.</footer></body></html>"""
NEWSML = """<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:courier.example:20240315:42" version="2"
  standard="NewsML-G2" standardversion="2.35" conformance="power" xml:lang="en-GB">
<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"/>
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:TC"><name>The Courier</name></provider>
<versionCreated>2024-03-15T08:10:00+02:00</versionCreated><firstCreated>2024-03-15T05:00:00Z</firstCreated>
<pubStatus qcode="stat:usable"/><title>Warda blast</title></itemMeta>
<contentMeta><contentCreated>2024-03-15T04:55:00Z</contentCreated><creator><name>Mara Sefo</name></creator>
<language tag="en"/><headline role="hlrole:short">Blast</headline>
<headline role="hlrole:main">Blast in Warda <i xmlns="http://www.w3.org/1999/xhtml">kills seven</i></headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
<head><title>Blast in Warda kills seven</title></head><body><!-- slot 3 -->
<p>Seven people were killed in a <b>blast</b> in Warda.</p><p>قتل سبعة أشخاص</p></body></html></inlineXML></contentSet>
</newsItem>"""
NITF = """<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head><hedline><hl1>Blast</hl1></hedline>
<byline>Mara Sefo</byline></body.head><body.content><p>Seven people were killed in a blast in
<location>Warda</location>, <person>Mara Sefo</person> said.</p><media media-type="image"><media-caption>A street
</media-caption></media><block><hl2>Hospitals</hl2><p>Nine were hurt.</p></block></body.content></body></nitf>"""
WORDPRESS = {
    "id": 42,
    "date": "2024-03-15T07:00:00",
    "date_gmt": "2024-03-15T05:00:00",
    "guid": {"rendered": "https://courier.example/?post_type=post&#038;p=42"},
    "modified": "2024-03-15T08:10:00",
    "modified_gmt": "2024-03-15T06:10:00",
    "slug": "warda-blast",
    "status": "publish",
    "type": "post",
    "link": "https://courier.example/2024/03/warda-blast/",
    "title": {"rendered": "Blast in Warda &#8216;kills seven&#8217;"},
    "content": {
        "rendered": "\n<p>Seven people were killed in a <b>blast</b> in Warda.</p>\n\n<p>Nine were hurt.</p>\n",
        "protected": False,
    },
    "author": 3,
    "categories": [7],
}
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://courier.example/blast</loc><lastmod>2024-03-15T07:30:00Z</lastmod><news:news><news:publication>
<news:name>The Courier</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2024-03-15T08:00:00+02:00</news:publication_date><news:title>Blast in Warda</news:title></news:news></url>
<url><loc>https://courier.example/about</loc></url>
<url><loc> https://courier.example/flood?a=1&amp;b=2 </loc><news:news><news:publication_date>2024-03-15</news:publication_date>
<news:title>Flood</news:title></news:news></url></urlset>"""


def index_of(*sitemaps):
    """An index of sitemaps, each an address and when it was changed."""
    named = "".join(f"<sitemap><loc>{loc}</loc><lastmod>{at}</lastmod></sitemap>" for loc, at in sitemaps)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{named}</sitemapindex>'
