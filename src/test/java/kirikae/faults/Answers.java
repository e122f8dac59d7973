package kirikae.faults;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kirikae.faults.WireServer.Reply;

/** The XML that Route 53 sends. */
final class Answers {
    private static final String XMLNS = " xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"";

    private Answers() {}

    static Reply ok(String root, String content) {
        return xml(200, "<" + root + XMLNS + ">" + content + "</" + root + ">");
    }

    static Reply error(int status, String code, String message) {
        String type = status < 500 ? "Sender" : "Receiver";
        return xml(
                status,
                "<ErrorResponse" + XMLNS + "><Error>" + tag("Type", type) + tag("Code", code) + tag("Message", message)
                        + "</Error>" + tag("RequestId", "fake") + "</ErrorResponse>");
    }

    /** What IAM says for a request that no policy allows. */
    static Reply denied(RequestKind kind, String resource) {
        String action = "route53:" + FakePolicy.action(kind);
        return error(
                403,
                "AccessDenied",
                "User: arn:aws:iam::123456789012:user/kirikae is not authorized to perform: " + action
                        + " on resource: " + resource + " because no identity-based policy allows the " + action
                        + " action");
    }

    /** The shape of 2013, still documented for InvalidChangeBatch. */
    static Reply oldShape(String message) {
        return xml(
                400,
                "<InvalidChangeBatch" + XMLNS + "><Messages>" + tag("Message", message)
                        + "</Messages></InvalidChangeBatch>");
    }

    static String change(String id, String status, String submitted, String comment) {
        return "<ChangeInfo>" + tag("Id", "/change/" + id) + tag("Status", status) + tag("SubmittedAt", submitted)
                + (comment.isEmpty() ? "" : tag("Comment", comment)) + "</ChangeInfo>";
    }

    static String zone(FakeZone zone) {
        return "<HostedZone>" + tag("Id", "/hostedzone/" + zone.id) + tag("Name", WireName.told(zone.name))
                + tag("CallerReference", "fake") + "<Config>" + tag("PrivateZone", String.valueOf(zone.hidden))
                + "</Config>"
                + tag("ResourceRecordSetCount", String.valueOf(zone.records().size())) + "</HostedZone>";
    }

    static String records(List<WireRecord> page) {
        StringBuilder out = new StringBuilder("<ResourceRecordSets>");
        page.forEach(set -> out.append(record(set)));
        return out.append("</ResourceRecordSets>").toString();
    }

    static String tag(String name, String text) {
        return "<" + name + ">" + escape(text) + "</" + name + ">";
    }

    private static String record(WireRecord set) {
        StringBuilder out = new StringBuilder("<ResourceRecordSet>");
        out.append(tag("Name", WireName.told(set.name()))).append(tag("Type", set.type()));
        out.append(routing(set.routing()));
        if (set.ttl() >= 0) {
            out.append(tag("TTL", String.valueOf(set.ttl()))).append("<ResourceRecords>");
            set.values()
                    .forEach(value -> out.append("<ResourceRecord>")
                            .append(tag("Value", value))
                            .append("</ResourceRecord>"));
            out.append("</ResourceRecords>");
        }
        return out.append(alias(set.alias())).append("</ResourceRecordSet>").toString();
    }

    private static String routing(Map<String, String> routing) {
        Map<String, String> elements = new TreeMap<>();
        new TreeMap<>(routing).forEach((path, value) -> {
            String[] names = path.split("/");
            elements.merge(names[0], names.length == 1 ? escape(value) : tag(names[1], value), String::concat);
        });
        StringBuilder out = new StringBuilder();
        elements.forEach((name, content) -> out.append("<")
                .append(name)
                .append(">")
                .append(content)
                .append("</")
                .append(name)
                .append(">"));
        return out.toString();
    }

    private static String alias(Map<String, String> alias) {
        return alias.isEmpty()
                ? ""
                : "<AliasTarget>" + tag("HostedZoneId", alias.get("zone"))
                        + tag("DNSName", WireName.told(alias.get("name")))
                        + tag("EvaluateTargetHealth", alias.get("health"))
                        + "</AliasTarget>";
    }

    private static Reply xml(int status, String body) {
        return new Reply.Answer(status, "text/xml", "<?xml version=\"1.0\"?>\n" + body);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&apos;");
    }
}
