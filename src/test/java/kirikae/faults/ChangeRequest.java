package kirikae.faults;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The body of ChangeResourceRecordSets, read strictly: known elements only, each once, in the order of the documentation.
 *
 * @param comment the batch's comment, empty without one
 */
record ChangeRequest(String comment, List<WireChange> changes) {
    private static final String NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";
    private static final List<String> SET = List.of(
            "Name",
            "Type",
            "SetIdentifier",
            "Weight",
            "Region",
            "GeoLocation",
            "Failover",
            "MultiValueAnswer",
            "TTL",
            "ResourceRecords",
            "AliasTarget",
            "HealthCheckId",
            "TrafficPolicyInstanceId",
            "CidrRoutingConfig",
            "GeoProximityLocation");

    /** The body is not what the documentation says. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    static ChangeRequest parse(String body) throws Malformed {
        Element root = root(body);
        if (!NAMESPACE.equals(root.getNamespaceURI())
                || !root.getLocalName().equals("ChangeResourceRecordSetsRequest")) {
            throw new Malformed("the root is {" + root.getNamespaceURI() + "}" + root.getLocalName());
        }
        Map<String, Element> batch = children(only(root, "ChangeBatch"), List.of("Comment", "Changes"));
        List<WireChange> changes = new ArrayList<>();
        for (Element change : elements(need(batch, "Changes"))) {
            expect(change, "Change");
            changes.add(change(change));
        }
        return new ChangeRequest(text(batch, "Comment"), changes);
    }

    private static WireChange change(Element change) throws Malformed {
        Map<String, Element> parts = children(change, List.of("Action", "ResourceRecordSet"));
        return new WireChange(need(parts, "Action").getTextContent(), set(need(parts, "ResourceRecordSet")));
    }

    private static WireRecord set(Element set) throws Malformed {
        Map<String, Element> parts = children(set, SET);
        String name = need(parts, "Name").getTextContent();
        String type = need(parts, "Type").getTextContent();
        boolean alias = parts.containsKey("AliasTarget");
        if (alias == parts.containsKey("ResourceRecords") || alias == parts.containsKey("TTL")) {
            throw new Malformed("a record set has either TTL and ResourceRecords or AliasTarget");
        }
        long ttl = alias ? -1 : Long.parseLong(need(parts, "TTL").getTextContent());
        List<String> values = alias ? List.of() : values(need(parts, "ResourceRecords"));
        return new WireRecord(name, type, ttl, values, alias(parts), routing(parts));
    }

    private static List<String> values(Element records) throws Malformed {
        List<String> values = new ArrayList<>();
        for (Element record : elements(records)) {
            expect(record, "ResourceRecord");
            values.add(only(record, "Value").getTextContent());
        }
        if (values.isEmpty()) {
            throw new Malformed("ResourceRecords is empty");
        }
        return values;
    }

    private static Map<String, String> alias(Map<String, Element> parts) throws Malformed {
        if (!parts.containsKey("AliasTarget")) {
            return Map.of();
        }
        Map<String, Element> target =
                children(need(parts, "AliasTarget"), List.of("HostedZoneId", "DNSName", "EvaluateTargetHealth"));
        return WireRecord.target(
                need(target, "HostedZoneId").getTextContent(),
                need(target, "DNSName").getTextContent(),
                need(target, "EvaluateTargetHealth").getTextContent());
    }

    private static Map<String, String> routing(Map<String, Element> parts) {
        Map<String, String> routing = new LinkedHashMap<>();
        parts.forEach((name, part) -> {
            if (!List.of("Name", "Type", "TTL", "ResourceRecords", "AliasTarget")
                    .contains(name)) {
                List<Element> nested = elements(part);
                nested.forEach(inner -> routing.put(name + "/" + inner.getLocalName(), inner.getTextContent()));
                if (nested.isEmpty()) {
                    routing.put(name, part.getTextContent());
                }
            }
        });
        return routing;
    }

    private static Map<String, Element> children(Element parent, List<String> order) throws Malformed {
        Map<String, Element> children = new LinkedHashMap<>();
        int last = -1;
        for (Element child : elements(parent)) {
            int place = order.indexOf(child.getLocalName());
            if (place <= last) {
                throw new Malformed("element " + child.getLocalName() + " is unknown, twice, or out of order in "
                        + parent.getLocalName());
            }
            last = place;
            children.put(child.getLocalName(), child);
        }
        return children;
    }

    private static Element only(Element parent, String name) throws Malformed {
        return need(children(parent, List.of(name)), name);
    }

    private static Element need(Map<String, Element> parts, String name) throws Malformed {
        Element part = parts.get(name);
        if (part == null) {
            throw new Malformed("element " + name + " is missing");
        }
        return part;
    }

    private static void expect(Element element, String name) throws Malformed {
        if (!element.getLocalName().equals(name)) {
            throw new Malformed("element " + element.getLocalName() + " where " + name + " belongs");
        }
    }

    private static String text(Map<String, Element> parts, String name) {
        return parts.containsKey(name) ? parts.get(name).getTextContent() : "";
    }

    private static List<Element> elements(Element parent) {
        List<Element> elements = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static Element root(String body) throws Malformed {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(body)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new Malformed("not XML: " + e.getMessage());
        }
    }
}
