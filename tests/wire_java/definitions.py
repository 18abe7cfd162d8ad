#!/usr/bin/env python3
"""Compares schemas/ with the definitions that ship inside Kafka's Java client, field by field and version by version.

    definitions.py 3.9.1=CLIENTS.jar 4.3.0=CLIENTS.jar

Every difference must stand in differences.txt beside this script, and every line there must still be true.
"""
import importlib.machinery
import importlib.util
import json
import pathlib
import re
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
SCHEMAS = HERE.parent.parent / 'schemas'


def load_generator():
    loader = importlib.machinery.SourceFileLoader('generate', str(SCHEMAS / 'generate'))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader('generate', loader))
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    return module


def span(text, last):
    """'3+' -> {3..last}; nothing -> {}"""
    if text in (None, 'none'):
        return set()
    first, dash, end = re.fullmatch(r'(\d+)(\+|-(?=\d))?(\d+)?', text).groups()
    return set(range(int(first), (last if dash == '+' else int(end or first)) + 1))


def default(value):
    """One spelling for both sides."""
    text = str(value).lower()
    if value is None or text in ('', '0', 'false'):
        return '0'
    return str(int(text, 0)) if re.fullmatch(r'-?(0x)?[0-9a-f]+', text) and text[0] in '-0123456789' else text


def theirs_of(path):
    """The messages of a jar: (key, kind) -> definition"""
    found = {}
    with zipfile.ZipFile(path) as jar:
        for name in jar.namelist():
            if re.fullmatch(r'common/message/\w+\.json', name):
                text = re.sub(r'(^|\s)//.*', '', jar.read(name).decode())
                message = json.loads(text)
                found[message.get('apiKey'), message['type']] = message
    return found


def their_rows(fields, commons, version, flexible, path=''):
    """What a version puts on the wire, in its order: (path, type, nullable, tag, default, ignorable)"""
    for field in fields:
        if version not in span(field['versions'], 99):
            continue
        name = path + field['name']
        kind = field['type']
        tag = field['tag'] if version in span(field.get('taggedVersions'), 99) else None
        base = kind.removeprefix('[]')
        inner = field.get('fields') or commons.get(base)
        null = version in span(field.get('nullableVersions'), 99)
        yield (name, ('[]' if kind.startswith('[]') else '') + ('struct' if inner else base), null, tag,
               default(field.get('default')), str(field.get('ignorable', False)).lower() == 'true')
        if inner:
            yield from their_rows(inner, commons, version, flexible, name + '.')


def our_rows(struct, version, path=''):
    for field in struct.fields:
        first, last = field.versions
        if not first <= version <= last:
            continue
        name = path + field.name
        null = bool(field.null) and field.null[0] <= version <= field.null[1]
        yield (name, ('[]' if field.array else '') + ('struct' if field.of else field.type), null, field.tag,
               default(field.default), field.ignorable)
        if field.of:
            yield from our_rows(field.of, version, name + '.')


def stable(request):
    versions = span(request['validVersions'], 99)
    if str(request.get('latestVersionUnstable', False)).lower() == 'true':
        versions -= {max(versions)}
    return versions


def compare(jar, ours, theirs):
    """Yields a line a difference; versions with the same one share it."""
    if ours.name != theirs['name']:
        yield f'{jar} {ours.name}: is called {theirs["name"]}'
    commons = {struct['name']: struct['fields'] for struct in theirs.get('commonStructs', [])}
    flexible = span(theirs['flexibleVersions'], 99)
    lines = {}
    for version in sorted(theirs['stable']):
        if version < ours.api.versions[0] or version > ours.api.versions[1]:
            lines.setdefault('missing', []).append(version)
            continue
        if (version in flexible) != ours.api.is_flexible(version):
            lines.setdefault('flexible or not', []).append(version)
        a = list(our_rows(ours.body, version))
        b = list(their_rows(theirs['fields'], commons, version, flexible))
        if [row[0] for row in a] != [row[0] for row in b]:
            lines.setdefault('fields are ' + ' '.join(row[0] for row in b), []).append(version)
            continue
        for one, other in zip(a, b):
            for what, x, y in zip(('type', 'nullable', 'tag', 'default', 'ignorable'), one[1:], other[1:]):
                if x != y:
                    lines.setdefault(f'{one[0]}: {what} is {y}, ours {x}', []).append(version)
    for line, versions in lines.items():
        yield f'{jar} {ours.name} {",".join(map(str, versions))}: {line}'


def main():
    generator = load_generator()
    apis = [generator.Api(path) for path in sorted(SCHEMAS.glob('*.msg'))]
    found, compared, covered = [], 0, set()
    for argument in sys.argv[1:]:
        jar, _, path = argument.partition('=')
        messages = theirs_of(path)
        for api in apis:
            valid = stable(messages[api.key, 'request'])
            covered |= {(api.key, version) for version in valid}
            for message in api.messages:
                theirs = dict(messages[api.key, message.kind], stable=valid)
                found += compare(jar, message, theirs)
                compared += len(valid)
    for api in apis:
        for version in range(api.versions[0], api.versions[1] + 1):
            if (api.key, version) not in covered:
                found.append(f'{api.name} {version}: no client has it')
    text = (HERE / 'differences.txt').read_text().splitlines()
    known = {line for line in text if line and not line.startswith('#')}
    for line in sorted(set(found) - known):
        print(f'not explained: {line}')
    for line in sorted(known - set(found)):
        print(f'no longer true: {line}')
    print(f'{compared} versions of messages compared, {len(set(found))} differences, {len(set(found) ^ known)} unexpected')
    sys.exit(bool(set(found) ^ known))


main()
